import type { ParquetParsers } from 'hyparquet'

const utf8 = new TextDecoder()

/** How hyparquet makes values of annotated columns: days and moments as ISO 8601, JSON as text that stays text if damaged. */
export const parquetParsers: Partial<ParquetParsers> = {
  dateFromDays: (days) => isoOf(days * 86_400_000)?.slice(0, 10) ?? null,
  timestampFromMilliseconds: (millis) => isoOf(Number(millis)),
  timestampFromMicroseconds: (micros) => isoOf(Number(micros / 1000n)),
  timestampFromNanoseconds: (nanos) => isoOf(Number(nanos / 1_000_000n)),
  jsonFromBytes: (bytes) => parsedJson(utf8.decode(bytes)),
}

/** A value of JSON kinds: whole numbers beyond 2^53 as text, bytes that are no text as nothing. */
export function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value !== 'object') return value
  if (value instanceof Date) return isoOf(value.getTime())
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return null
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plainValue)
  if (Array.isArray(value)) return value.map(plainValue)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]))
}

function isoOf(ms: number): string | null {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
