import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { RefusedPath } from '../../ports/import-source.ts'
import { hiddenReason } from '../zip/hidden-reason.ts'
import { fileSystemError } from './file-system-error.ts'

/** More files are no corpus for one machine, but a home folder dropped by mistake. */
const maxFiles = 200_000

interface WalkedFile {
  /** Below the folder, with `/`. */
  readonly path: string
  readonly absolutePath: string
  readonly bytes: number
}

/**
 * Finds all files below a folder. Links are not followed: one that stays inside leads to a file that is found anyway,
 * one that leads out could lead anywhere.
 * @param root real path of the folder.
 * @throws AppError INVALID_INPUT when there are more than 200,000 files.
 */
export async function walkFolder(root: string): Promise<{ files: WalkedFile[]; refused: RefusedPath[] }> {
  const files: WalkedFile[] = []
  const refused: RefusedPath[] = []
  const folders = ['']
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await entriesOf(root, folder, refused)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      const reason = hiddenReason(entry.name) ?? (await linkReason(root, path, entry))
      if (reason !== null) refused.push({ path, reason })
      else if (entry.isDirectory()) folders.push(path)
      else if (!entry.isFile()) refused.push({ path, reason: 'It is neither a file nor a folder.' })
      else files.push({ path, absolutePath: join(root, path), bytes: await sizeOf(join(root, path)) })
    }
    if (files.length > maxFiles)
      throw new AppError(
        'INVALID_INPUT',
        `${root} holds more than ${maxFiles} files. Nothing was imported. Import a smaller folder.`,
      )
  }
  return { files, refused }
}

async function entriesOf(root: string, folder: string, refused: RefusedPath[]): Promise<Dirent[]> {
  try {
    return await readdir(join(root, folder), { withFileTypes: true })
  } catch (error) {
    refused.push({ path: folder === '' ? '.' : folder, reason: fileSystemError(error, folder).message })
    return []
  }
}

async function linkReason(root: string, path: string, entry: Dirent): Promise<string | null> {
  if (!entry.isSymbolicLink()) return null
  try {
    const target = await realpath(join(root, path))
    return target === root || target.startsWith(root + sep)
      ? 'It is a link within the folder; what it leads to is imported under its own name.'
      : 'It is a link that leads out of the folder.'
  } catch {
    return 'It is a link that leads nowhere.'
  }
}

async function sizeOf(absolutePath: string): Promise<number> {
  // A file that cannot be looked at is still offered: reading it gives the reason.
  return stat(absolutePath).then(
    ({ size }) => size,
    () => 0,
  )
}
