import { createHash } from 'node:crypto'
import type { Evaluator } from '../../../shared/domain/evaluator.ts'

/**
 * Name of the measure that an evaluator gives, such as `judge.quality#1a2b3c4d`. What depends on a text or a model ends in
 * the version of both: two runs compare only where it is the same. A key's name and headers do not change what a model
 * says, so they are not part of it.
 */
export function evaluatorMeasure(evaluator: Evaluator): string {
  switch (evaluator.kind) {
    case 'contains':
    case 'label':
      return evaluator.kind
    case 'regex':
    case 'judge':
      return `${evaluator.kind}.${evaluator.name}#${version(evaluator)}`
    default:
      return `${evaluator.kind}#${version(evaluator)}`
  }
}

/** What decides how a model is reached, not what it says. */
const transport = new Set(['secretName', 'headers', 'batchInputs'])

/** The first 8 hex digits of SHA-256 over the evaluator with sorted keys. */
function version(evaluator: Evaluator): string {
  const parts =
    'provider' in evaluator
      ? { ...evaluator, provider: withoutTransport(evaluator.provider) }
      : evaluator.kind === 'similarity'
        ? { ...evaluator, embedding: withoutTransport(evaluator.embedding) }
        : evaluator
  return createHash('sha256').update(stableJson(parts)).digest('hex').slice(0, 8)
}

function withoutTransport(provider: object): object {
  return Object.fromEntries(Object.entries(provider).filter(([key]) => !transport.has(key)))
}

function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
