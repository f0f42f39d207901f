import { createHash } from 'node:crypto'
import type { TrainingSetId, TrainingVersionId } from '../../../shared/domain/ids.ts'
import type { ChatExample, FrozenSplit } from '../../../shared/domain/training-set.ts'
import type { PlacedExample } from '../../ports/training-store.ts'

/**
 * Gives rows their ids: 16 hex digits of SHA-256 over messages and extra fields, so that a row keeps its id wherever it
 * stands; copies after the first end in `#2`, `#3`.
 */
export function identifyRows<Row extends Omit<ChatExample, 'exampleId'>>(
  rows: readonly Row[],
): (Row & { exampleId: string })[] {
  const copies = new Map<string, number>()
  return rows.map((row) => {
    const id = createHash('sha256')
      .update(JSON.stringify([row.messages, row.extra]))
      .digest('hex')
      .slice(0, 16)
    const copy = (copies.get(id) ?? 0) + 1
    copies.set(id, copy)
    return { ...row, exampleId: copy === 1 ? id : `${id}#${copy}` }
  })
}

/** The id of a version: SHA-256 (hex) over its set, its frozen split, and its rows in order with groups and splits. */
export function versionIdOf(
  trainingSetId: TrainingSetId,
  split: FrozenSplit | null,
  rows: readonly PlacedExample[],
): TrainingVersionId {
  const hash = createHash('sha256').update(JSON.stringify([trainingSetId, split]))
  for (const { exampleId, group, split: own, givenSplit } of rows)
    hash.update(`\n${JSON.stringify([exampleId, group, own, givenSplit])}`)
  return hash.digest('hex') as TrainingVersionId
}
