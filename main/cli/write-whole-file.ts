import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { AppError } from '../../shared/domain/app-error.ts'

/** Written beside the target and renamed, so that an old export is never half overwritten. */
export function writeWholeFile(path: string, content: string | Buffer): void {
  const partial = `${path}.partial`
  orRefuse(path, () => {
    try {
      writeFileSync(partial, content)
      renameSync(partial, path)
    } catch (error) {
      rmSync(partial, { force: true })
      throw error
    }
  })
}

/** Throws AppError INVALID_INPUT when a path that the user gave cannot be written. */
export function orRefuse(path: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new AppError(
      'INVALID_INPUT',
      `${path} cannot be written (${reasonOf(error)}). Nothing was changed.`,
      { path },
      { cause: error },
    )
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  const words: Record<string, string> = {
    ENOENT: 'ENOENT: its folder does not exist',
    EISDIR: 'EISDIR: it is a folder',
    EEXIST: 'EEXIST: there is a file in the place of the folder',
  }
  return words[code] ?? code
}
