import { createHash } from 'node:crypto'
import type { FrozenSplit, TrainingSplit } from '../../../shared/domain/training-set.ts'
import type { PlacedExample } from '../../ports/training-store.ts'
import { exampleTexts, normalisedText } from './example-texts.ts'

/**
 * Puts every row into a split by a seeded hash of its group alone, not by its position: a row stays where it is when others
 * are added, moved or taken away, and rows of one group are never apart. The group is the row's key (`groupBy: 'group'`)
 * or its normalised input, so that copies of a question never cross. The price is that shares are only met on average: of
 * n groups, a share p is off by about √(p(1 − p) / n).
 *
 * With `keepsGiven`, a group that came with a split keeps it (test before validation before train where its rows disagree);
 * when no row is given as test, the seed takes half of the validation groups for it.
 */
export function freezeSplit<Row extends PlacedExample>(rows: readonly Row[], frozen: FrozenSplit): Row[] {
  const keys = rows.map((row) => groupKey(row, frozen))
  const given = frozen.keepsGiven ? givenByGroup(rows, keys) : new Map<string, TrainingSplit>()
  const hasTest = [...given.values()].includes('test')
  return rows.map((row, index) => {
    const key = keys[index]!
    const place = placeOf(key, frozen.seed)
    const own = given.get(key)
    if (own === 'validation' && !hasTest) return { ...row, split: place < 0.5 ? 'validation' : 'test' }
    return { ...row, split: own ?? splitAt(place, frozen) }
  })
}

function groupKey(row: PlacedExample, { groupBy }: FrozenSplit): string {
  if (groupBy === 'group' && row.group !== null) return `group ${row.group}`
  return `input ${normalisedText(exampleTexts(row).input)}`
}

function givenByGroup(rows: readonly PlacedExample[], keys: readonly string[]): Map<string, TrainingSplit> {
  const order: readonly TrainingSplit[] = ['train', 'validation', 'test']
  const given = new Map<string, TrainingSplit>()
  for (const [index, { givenSplit }] of rows.entries()) {
    if (givenSplit === null) continue
    const known = given.get(keys[index]!)
    if (known === undefined || order.indexOf(givenSplit) > order.indexOf(known)) given.set(keys[index]!, givenSplit)
  }
  return given
}

/** Uniform in [0, 1), by seed and key alone. */
function placeOf(key: string, seed: number): number {
  return createHash('sha256').update(`${seed}\0${key}`).digest().readUIntBE(0, 6) / 2 ** 48
}

function splitAt(place: number, { shares }: FrozenSplit): TrainingSplit {
  if (place < shares.train) return 'train'
  return place < shares.train + shares.validation || shares.test === 0 ? 'validation' : 'test'
}
