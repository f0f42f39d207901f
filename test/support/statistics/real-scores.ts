import { existsSync, readFileSync } from 'node:fs'

const folder = new URL('../../../../shared/reference/trec_eval/', import.meta.url)

export const realScoresAvailable: boolean = existsSync(folder)

interface Expected {
  readonly measures: readonly string[]
  readonly runs: Readonly<Record<string, { readonly per_query: Readonly<Record<string, readonly number[]>> }>>
}

/** nDCG@10 per query of two real runs on one collection, as trec_eval gives it. Shape [queries] both. */
export interface RealScores {
  readonly better: Float64Array
  readonly worse: Float64Array
}

/** @throws when the reference folder is not beside the checkout. */
export function realScores(collection: 'cranfield' | 'scifact-train'): RealScores {
  const { measures, runs } = JSON.parse(
    readFileSync(new URL(`${collection}/expected.json`, folder), 'utf8'),
  ) as Expected
  const position =
    measures.indexOf('ndcg_cut.10') >= 0 ? measures.indexOf('ndcg_cut.10') : measures.indexOf('ndcg_cut_10')
  const [first, second] = Object.values(runs)
  const queries = Object.keys(first!.per_query)
  const column = (run: typeof first) => Float64Array.from(queries, (query) => run!.per_query[query]![position]!)
  return { better: column(first), worse: column(second) }
}
