import { readFile } from 'node:fs/promises'
import { AppError } from '../../../shared/domain/app-error.ts'
import { fileSystemError } from './file-system-error.ts'

/** Reads a listed file. One that vanished since is unreadable rather than not found: the import goes on without it. */
export async function readSourceFile(absolutePath: string): Promise<Uint8Array> {
  try {
    return await readFile(absolutePath)
  } catch (error) {
    const { code, message } = fileSystemError(error, absolutePath)
    const sentence = code === 'NOT_FOUND' ? 'The file vanished while it was imported.' : message
    throw new AppError('UNREADABLE_FILE', sentence, { path: absolutePath }, { cause: error })
  }
}
