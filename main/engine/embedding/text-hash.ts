import { createHash } from 'node:crypto'

/** SHA-256 of the text's UTF-8 bytes, hex: the part of a cache key that names the text. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
