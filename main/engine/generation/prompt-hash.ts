import { createHash } from 'node:crypto'
import type { Prompt } from '../../../shared/domain/generation.ts'

/** Version of a prompt: SHA-256 (hex) over its texts and how its examples are chosen. */
export function promptHash(prompt: Prompt): string {
  const examples = Object.entries(prompt.examples).sort(([a], [b]) => (a < b ? -1 : 1))
  const canonical = JSON.stringify([prompt.system, prompt.user, examples, prompt.notFound])
  return createHash('sha256').update(canonical).digest('hex')
}
