import { AppError } from '../../../shared/domain/app-error.ts'

/** Turns an error of the file system into a sentence. */
export function fileSystemError(error: unknown, path: string): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const options = { cause: error }
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppError(
      'NOT_FOUND',
      `There is nothing at ${path}. Nothing was imported; check the path.`,
      { path },
      options,
    )
  const why = code === 'EACCES' || code === 'EPERM' ? 'there is no permission to read it' : `reading failed (${code})`
  return new AppError('UNREADABLE_FILE', `${path} was not read: ${why}.`, { path }, options)
}
