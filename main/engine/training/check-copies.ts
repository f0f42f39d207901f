import type { Finding, FindingRow } from '../../../shared/domain/preflight.ts'
import type { CheckedRow, ReferenceText } from './checked-row.ts'
import { type NearPair, nearDuplicatePairs } from './near-duplicate-pairs.ts'

const percent = (similarity: number) => `${Math.floor(similarity * 100)}%`

/**
 * Rows that repeat others, by what is asked (the normalised input): exact copies and near ones within a split, rows that
 * stand in two splits, rows that an eval set asks, and equal inputs with different answers. Every pair is in one finding.
 * @param references questions of eval sets that the training must not see.
 */
export function checkCopies(rows: readonly CheckedRow[], references: readonly ReferenceText[]): Finding[] {
  const texts = [...rows.map(({ input }) => input), ...references.map(({ text }) => text)]
  const kinds = [...rows.map(({ split }) => split), ...references.map(() => 'reference')]
  const pairs = nearDuplicatePairs(texts, { kinds })
  const own = pairs.filter(({ second }) => second < rows.length)
  const crossing = own.filter((pair) => isCrossing(pair, rows))
  const within = own.filter((pair) => !isCrossing(pair, rows) && !isConflict(pair, rows))
  const isExact = ({ first, second }: NearPair) => rows[first]!.content === rows[second]!.content
  return [
    ...exactDuplicates(rows, exactPairs(rows)),
    ...nearDuplicates(
      rows,
      within.filter((pair) => !isExact(pair)),
    ),
    ...splitLeaks(rows, crossing),
    ...evalSetLeaks(rows, references, pairs),
  ]
}

/** Each copy with the first row of its split that has its content; copies of what is never asked are left out. */
function exactPairs(rows: readonly CheckedRow[]): NearPair[] {
  const firsts = new Map<string, number>()
  return rows.flatMap(({ content, split, input }, second) => {
    if (input === '') return []
    const key = `${split} ${content}`
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, second)
    return first === undefined ? [] : [{ first, second, similarity: 1 }]
  })
}

function isCrossing({ first, second }: NearPair, rows: readonly CheckedRow[]): boolean {
  const [a, b] = [rows[first]!.split, rows[second]!.split]
  return a !== null && b !== null && a !== b
}

function isConflict({ first, second }: NearPair, rows: readonly CheckedRow[]): boolean {
  const [a, b] = [rows[first]!, rows[second]!]
  return a.input === b.input && a.system === b.system && a.target !== b.target
}

function exactDuplicates(rows: readonly CheckedRow[], pairs: readonly NearPair[]): Finding[] {
  if (pairs.length === 0) return []
  const copies = [...new Set(pairs.map(({ second }) => second))].sort((a, b) => a - b)
  return [
    {
      kind: 'exactDuplicates',
      severity: 'warns',
      sentence: `${counted(copies.length, 'row repeats', 'rows repeat')} another row of its split word for word. Copies weigh more in training than other rows.`,
      rows: clustered(rows, pairs, () => 'the same row stands elsewhere in this split'),
      fix: {
        label: `Remove ${counted(copies.length, 'copy', 'copies')}`,
        removes: copies.map((at) => rows[at]!.exampleId),
      },
    },
  ]
}

function nearDuplicates(rows: readonly CheckedRow[], pairs: readonly NearPair[]): Finding[] {
  if (pairs.length === 0) return []
  const repeated = repeatedRows(rows, pairs)
  return [
    {
      kind: 'nearDuplicates',
      severity: 'warns',
      sentence: `${counted(pairs.length, 'pair of rows asks', 'pairs of rows ask')} nearly the same (80% or more of their 5-character pieces are shared).`,
      rows: clustered(rows, pairs, (pair, other) => {
        const answers = rows[pair.first]!.target === rows[pair.second]!.target ? '' : ', with another answer'
        return `${percent(pair.similarity)} like row ${other + 1}${answers}`
      }),
      fix:
        repeated.length === 0
          ? null
          : {
              label: `Keep the first of those that answer the same, remove ${repeated.length}`,
              removes: repeated.map((at) => rows[at]!.exampleId),
            },
    },
  ]
}

/**
 * Rows that add nothing to an earlier one that stays: nearly the same question under the same system message, and the same
 * answer. A row is only given up for one that is kept, so that no chain of likenesses leads far away.
 */
function repeatedRows(rows: readonly CheckedRow[], pairs: readonly NearPair[]): number[] {
  const removed = new Set<number>()
  for (const { first, second } of pairs.toSorted((a, b) => a.second - b.second)) {
    const [kept, row] = [rows[first]!, rows[second]!]
    if (!removed.has(first) && kept.target === row.target && kept.system === row.system) removed.add(second)
  }
  return [...removed].sort((a, b) => a - b)
}

function splitLeaks(rows: readonly CheckedRow[], pairs: readonly NearPair[]): Finding[] {
  if (pairs.length === 0) return []
  const order = ['train', 'validation', 'test']
  const removed = new Set(
    pairs.map(({ first, second }) =>
      order.indexOf(rows[first]!.split!) < order.indexOf(rows[second]!.split!) ? first : second,
    ),
  )
  return [
    {
      kind: 'splitLeak',
      severity: 'blocks',
      sentence: `${counted(pairs.length, 'pair of rows', 'pairs of rows')} with the same or nearly the same question ${pairs.length === 1 ? 'stands' : 'stand'} in two splits, so what is measured there was seen before.`,
      rows: clustered(
        rows,
        pairs,
        (pair, other) => `${percent(pair.similarity)} like row ${other + 1} in ${rows[other]!.split}`,
      ),
      fix: {
        label: `Remove ${counted(removed.size, 'row', 'rows')} from the split that is trained on or picked by`,
        removes: [...removed].sort((a, b) => a - b).map((at) => rows[at]!.exampleId),
      },
    },
  ]
}

function evalSetLeaks(
  rows: readonly CheckedRow[],
  references: readonly ReferenceText[],
  pairs: readonly NearPair[],
): Finding[] {
  const leaks = pairs.filter(
    ({ first, second }) => first < rows.length && second >= rows.length && (rows[first]!.split ?? 'train') === 'train',
  )
  if (leaks.length === 0) return []
  const found = new Map<number, FindingRow>()
  for (const { first, second, similarity } of leaks) {
    const where = references[second - rows.length]!.where
    const reason = `${percent(similarity)} like a question of ${where}`
    if (!found.has(first)) found.set(first, rowOf(rows, first, reason))
  }
  return [
    {
      kind: 'evalSetLeak',
      severity: 'blocks',
      sentence: `${counted(found.size, 'row', 'rows')} to be trained on ${found.size === 1 ? 'asks' : 'ask'} what an eval set of this workspace asks; its scores would be too good.`,
      rows: [...found.values()],
      fix: {
        label: `Remove ${counted(found.size, 'leaking row', 'leaking rows')}`,
        removes: [...found.values()].map(({ exampleId }) => exampleId),
      },
    },
  ]
}

/** The rows of all pairs, those that hang together under one number, each with the reason of its likest pair. */
function clustered(
  rows: readonly CheckedRow[],
  pairs: readonly NearPair[],
  reasonOf: (pair: NearPair, other: number) => string,
): FindingRow[] {
  const parents = new Map<number, number>()
  const rootOf = (at: number): number => {
    let root = at
    while (parents.has(root)) root = parents.get(root)!
    return root
  }
  const reasons = new Map<number, { similarity: number; reason: string }>()
  for (const pair of pairs) {
    const [a, b] = [rootOf(pair.first), rootOf(pair.second)]
    if (a !== b) parents.set(Math.max(a, b), Math.min(a, b))
    for (const [at, other] of [
      [pair.first, pair.second],
      [pair.second, pair.first],
    ] as const)
      if ((reasons.get(at)?.similarity ?? 0) < pair.similarity)
        reasons.set(at, { similarity: pair.similarity, reason: reasonOf(pair, other) })
  }
  const numbers = new Map<number, number>()
  return [...reasons]
    .sort(([a], [b]) => rootOf(a) - rootOf(b) || a - b)
    .map(([at, { reason }]) => {
      const root = rootOf(at)
      if (!numbers.has(root)) numbers.set(root, numbers.size)
      return rowOf(rows, at, reason, numbers.get(root)!)
    })
}

function rowOf(
  rows: readonly CheckedRow[],
  position: number,
  reason: string,
  cluster: number | null = null,
): FindingRow {
  const { exampleId, split } = rows[position]!
  return { exampleId, position, split, reason, cluster }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
