import { readFileSync } from 'node:fs'
import { AppError } from '../../shared/domain/app-error.ts'

/** A JSON object from a file, or from standard input for `-`. Throws AppError NOT_FOUND or INVALID_INPUT. */
export function readJsonObject(path: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new AppError(
      'NOT_FOUND',
      `${path} cannot be read (${reason}). Nothing was started.`,
      { path },
      { cause: error },
    )
  }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError(
      'INVALID_INPUT',
      `${path} is not JSON: ${reason}. Nothing was started.`,
      { path },
      { cause: error },
    )
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError('INVALID_INPUT', `${path} must hold a JSON object. Nothing was started.`, { path })
  }
  return value as Record<string, unknown>
}
