import { AppError } from '../../../shared/domain/app-error.ts'
import type { ParsedCurve } from './parsed-curve.ts'
import { readResultCsv } from './read-result-csv.ts'
import { readTrainerLog } from './read-trainer-log.ts'
import { readTrainerState } from './read-trainer-state.ts'

/**
 * A file that a training left, told apart by its content: a result CSV (plain or in base64, wrapped or not), a
 * `trainer_state.json`, or a log. Throws AppError UNREADABLE_FILE with `details.problem` when it is none of them.
 */
export function parseCurveFile({ name, text }: { readonly name: string; readonly text: string }): ParsedCurve {
  const content = text.replace(/^\uFEFF/, '')
  if (/\.csv(\.b64)?$/i.test(name)) return readResultCsv(fromBase64(content) ?? content, name)
  const decoded = fromBase64(content)
  if (decoded !== null) return readResultCsv(decoded, name)
  if (/^\s*\{\s*(\}|"[^"]*"\s*:)/.test(content) && isOneObject(content, name)) return readTrainerState(content, name)
  if (/^[^\n{]*\bstep\b[^\n{]*,/.test(content) && /^["\w, .\t]+$/.test(content.split(/\r\n|\n/)[0]!)) {
    return readResultCsv(content, name)
  }
  if (content.trim() === '') {
    throw new AppError('UNREADABLE_FILE', `${name} is empty. Nothing was read.`, { problem: 'empty' })
  }
  return readTrainerLog(content, name)
}

/** A log of JSON lines begins as a JSON file does. */
function isOneObject(content: string, name: string): boolean {
  if (/"log_history"\s*:/.test(content) || /\.json(\.txt)?$/i.test(name)) return true
  const [first = '', second = ''] = content.trim().split(/\r\n|\n/)
  return !(first.trim().endsWith('}') && second.trim() !== '')
}

/** The text that base64 of at least one line stands for; null when it is none. */
function fromBase64(content: string): string | null {
  const packed = content.replace(/\s+/g, '')
  if (packed.length < 8 || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return null
  const decoded = Buffer.from(packed, 'base64').toString('utf8')
  return /^\uFEFF?[^\n]*\bstep\b/.test(decoded) ? decoded : null
}
