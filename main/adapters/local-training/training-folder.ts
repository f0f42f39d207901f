import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/domain/app-error.ts'

/** What a folder says of itself; written with it. */
export const FolderCard = z.object({
  kind: z.enum(['axolotl', 'unsloth']),
  tag: z.string().min(1),
  name: z.string(),
  baseModel: z.string(),
  createdAt: z.string(),
})
export type FolderCard = z.infer<typeof FolderCard>

const cardName = 'rungs.json'

/** The folder of one local job. Nothing in it is changed once it is written, but for what the training leaves. */
export class TrainingFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /**
   * Writes all files, or none: the folder appears whole. One that is there already, of the same job, is left as it is.
   * Throws AppError DISK_FULL or UNREADABLE_FILE.
   */
  static async write(path: string, card: FolderCard, files: Readonly<Record<string, string>>): Promise<TrainingFolder> {
    const folder = new TrainingFolder(path)
    if ((await folder.card())?.tag === card.tag) return folder
    const draft = join(dirname(path), `.${basename(path)}.part`)
    try {
      await rm(draft, { recursive: true, force: true })
      await mkdir(draft, { recursive: true })
      for (const [name, text] of Object.entries(files)) await writeFile(join(draft, name), text, { flush: true })
      await writeFile(join(draft, cardName), `${JSON.stringify(card, null, 2)}\n`, { flush: true })
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { recursive: true, force: true }).catch(() => {})
      throw explainWrite(error, path)
    }
    return folder
  }

  /** The folders of jobs in a folder; empty when it is not there. */
  static async list(root: string): Promise<TrainingFolder[]> {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => new TrainingFolder(join(root, entry.name)))
  }

  /** Null when this is no folder of a job. */
  async card(): Promise<FolderCard | null> {
    const text = await this.read(cardName)
    if (text === null) return null
    try {
      return FolderCard.parse(JSON.parse(text))
    } catch {
      return null
    }
  }

  /** Null when there is no such file. */
  async read(name: string): Promise<string | null> {
    return readFile(join(this.path, name), 'utf8').catch(() => null)
  }

  /** Replaces a small file in one step. */
  async put(name: string, text: string): Promise<void> {
    const place = join(this.path, name)
    try {
      await writeFile(`${place}.part`, text, { flush: true })
      await rename(`${place}.part`, place)
    } catch (error) {
      throw explainWrite(error, this.path)
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true })
  }

  async has(name: string): Promise<boolean> {
    return access(join(this.path, name)).then(
      () => true,
      () => false,
    )
  }

  /** Steps N of the `checkpoint-N` folders, ascending. */
  async checkpointSteps(outputFolder: string): Promise<number[]> {
    const entries = await readdir(join(this.path, outputFolder), { withFileTypes: true }).catch(() => [])
    return entries
      .map((entry) => (entry.isDirectory() ? /^checkpoint-(\d+)$/.exec(entry.name)?.[1] : undefined))
      .filter((step) => step !== undefined)
      .map(Number)
      .sort((a, b) => a - b)
  }
}

function explainWrite(error: unknown, path: string): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return code === 'ENOSPC'
    ? new AppError('DISK_FULL', `The disk is full: ${path} was not written. Free some space and try again.`, { path })
    : new AppError(
        'UNREADABLE_FILE',
        `The folder ${path} cannot be written (${code}). Nothing was started; choose another folder.`,
        { path },
      )
}
