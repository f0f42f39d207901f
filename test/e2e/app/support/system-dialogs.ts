import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { electronAppOf } from './open-electron-app.ts'

export interface SavedFile {
  readonly name: string
  readonly text: string
}

/** Does what saves a file, and takes it: from the browser's downloads, or from where the system's dialog put it. */
export async function savedFile(page: Page, start: () => Promise<void>): Promise<SavedFile> {
  const app = electronAppOf(page)
  if (!app) {
    const coming = page.waitForEvent('download')
    await start()
    const download = await coming
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
  }
  using folder = temporaryFolder()
  await app.evaluate(({ dialog }, target) => {
    dialog.showSaveDialog = async (...given: unknown[]) => {
      const { defaultPath = '' } = given.at(-1) as { defaultPath?: string }
      return { canceled: false, filePath: `${target}/${defaultPath.split(/[\\/]/u).at(-1)}` }
    }
  }, folder.path)
  await start()
  // It has its name once it is whole.
  const names = () => readdirSync(folder.path).filter((name) => !name.endsWith('.partial'))
  await expect.poll(names, { timeout: 30_000 }).toHaveLength(1)
  const name = names()[0]!
  return { name, text: await readFile(join(folder.path, name), 'utf8') }
}

/** Does what opens the system's dialog for files, and chooses a path there. */
export async function choosePath(page: Page, start: () => Promise<void>, path: string): Promise<void> {
  const app = electronAppOf(page)
  if (!app) {
    const chooser = page.waitForEvent('filechooser')
    await start()
    await (await chooser).setFiles(path)
    return
  }
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
  await start()
}
