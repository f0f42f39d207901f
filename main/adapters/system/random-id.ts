import { randomInt } from 'node:crypto'

// No vowels and no look-alikes: ids are read aloud and typed.
const alphabet = '23456789bcdfghjkmnpqrstvwxz'

/** Eight characters of 27: 2.8 × 10¹¹ ids. */
export function randomId(): string {
  return Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
