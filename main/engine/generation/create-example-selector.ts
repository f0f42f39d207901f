import type { FewShot } from '../../../shared/domain/generation.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { contentTerms } from './content-terms.ts'

export interface PoolExample {
  readonly queryId: string
  readonly text: string
  readonly answers: readonly string[]
}

export interface ShownExample {
  readonly queryId: string
  readonly query: string
  readonly answer: string
}

/**
 * Chooses the examples of a prompt. Never one whose id or text (whatever its case, spaces and punctuation) is that of a
 * query being scored, nor one without an answer; fewer come when the pool has no more.
 * @param pool examples of the split they are taken from; for `fixed` of any split.
 * @param scored all queries of the split that is scored.
 * @returns for a question its examples: `fixed` in the order asked for, `random` the same for every question, `nearest`
 *   by TF-IDF cosine, the most similar first, ties in the order of ids. Each shows the first reference answer.
 */
export function createExampleSelector(input: {
  readonly settings: FewShot
  readonly pool: readonly PoolExample[]
  readonly scored: readonly { readonly queryId: string; readonly text: string }[]
}): (query: string) => ShownExample[] {
  const { settings } = input
  if (settings.kind === 'none') return () => []
  const scoredIds = new Set(input.scored.map(({ queryId }) => queryId))
  const scoredTexts = new Set(input.scored.map(({ text }) => comparable(text)))
  const allowed = input.pool
    .filter(({ queryId, text }) => !scoredIds.has(queryId) && !scoredTexts.has(comparable(text)))
    .filter(({ answers }) => (answers[0] ?? '').trim() !== '')
    .sort((a, b) => (a.queryId < b.queryId ? -1 : 1))
  if (settings.kind === 'nearest') return nearest(allowed, settings.count)
  const chosen = (settings.kind === 'fixed' ? named(allowed, settings.queryIds) : drawn(allowed, settings)).map(shown)
  return () => chosen
}

function named(allowed: readonly PoolExample[], queryIds: readonly string[]): PoolExample[] {
  const byId = new Map(allowed.map((example) => [example.queryId, example]))
  return [...new Set(queryIds)].flatMap((queryId) => byId.get(queryId) ?? [])
}

/** Fisher–Yates, as far as it is needed. */
function drawn(allowed: readonly PoolExample[], { count, seed }: { count: number; seed: number }): PoolExample[] {
  const random = createRandom(seed)
  const order = [...allowed]
  const taken = Math.min(count, order.length)
  for (let at = 0; at < taken; at++) {
    const other = at + Math.floor(random() * (order.length - at))
    const example = order[other]!
    order[other] = order[at]!
    order[at] = example
  }
  return order.slice(0, taken)
}

function nearest(allowed: readonly PoolExample[], count: number): (query: string) => ShownExample[] {
  const counted = allowed.map(({ text }) => termCounts(text))
  const holders = new Map<string, number>()
  for (const counts of counted) for (const term of counts.keys()) holders.set(term, (holders.get(term) ?? 0) + 1)
  const vectors = counted.map(unitVector)
  return (query) => {
    const asked = unitVector(termCounts(query))
    const similarities = vectors.map((vector) => cosine(asked, vector))
    const order = allowed.map((_, at) => at).sort((a, b) => similarities[b]! - similarities[a]! || a - b)
    return order.slice(0, count).map((at) => shown(allowed[at]!))
  }

  function unitVector(counts: ReadonlyMap<string, number>): Map<string, number> {
    const weights = new Map<string, number>()
    for (const [term, times] of counts) {
      weights.set(term, (1 + Math.log(times)) * Math.log((1 + allowed.length) / (1 + (holders.get(term) ?? 0)) + 1))
    }
    const length = Math.hypot(...weights.values())
    return new Map([...weights].map(([term, weight]) => [term, weight / length]))
  }
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0)
  return sum
}

function termCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { term } of contentTerms(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

function shown({ queryId, text, answers }: PoolExample): ShownExample {
  return { queryId, query: text, answer: answers[0]! }
}

function comparable(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}\p{S}]+/gu) ?? []
  ).join(' ')
}
