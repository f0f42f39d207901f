import type { DecisionAnswers } from '../../../../shared/domain/decision.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { Store } from '../../../ports/store.ts'
import type { ChecklistFacts } from './checklist-facts.ts'
import { byRuns, entry, type Finding, missing, shown, stale } from './checklist-finding.ts'

const changeDays = { yearly: 366, monthly: 31, weekly: 7 } as const
const msPerDay = 86_400_000

/** The items of the RAG checklist: id, label, and what is found. */
export function ragChecks(
  facts: ChecklistFacts,
  { changes }: DecisionAnswers,
  now: Date,
  { datasets, runs: runStore }: Pick<Store, 'datasets' | 'runs'>,
): (readonly [string, string, Finding])[] {
  const { report, runs, corpus, staleness, monitored } = facts
  const retrieving = runs.filter(({ recipe }) => hasRetrieval(recipe.rung))
  return [
    ['rag.updates', 'Data sources and update frequency known', updates()],
    ['rag.chunkSizes', 'Several chunk sizes tried', variety(({ recipe }) => recipe.chunking.sizeTokens, 'sizes')],
    [
      'rag.embedder',
      'Embedder chosen among several',
      variety(({ recipe }) => (usesVectors(recipe) ? JSON.stringify(recipe.embedding) : null), 'embedders'),
    ],
    ['rag.rerank', 'Reranking tried', having(({ recipe }) => recipe.rerank.kind !== 'none', 'with a reranker')],
    ['rag.labels', 'Labelled retrieval set', labels()],
    [
      'rag.alone',
      'Retrieval measured alone',
      having(({ runId }) => runStore.scoredMetrics(runId).includes('ndcg@10'), 'with ranking scores'),
    ],
    ['rag.cost', 'Cost monitored or known', cost()],
  ]

  /** Where the documents come from is what was imported; how often they change is what the user answered. */
  function updates(): Finding {
    if (!corpus) return missing('no corpus under a finished run')
    const source = `${corpus.corpusName}, version ${corpus.number} of ${corpus.createdAt.slice(0, 10)}`
    if (changes === null) return entry(`${source}; answer how often the data changes`)
    const days = Math.floor((now.getTime() - Date.parse(corpus.createdAt)) / msPerDay)
    if (days > changeDays[changes]) return stale(`the data changes ${changes}, and ${source} is ${days} days old`)
    return shown(`the data changes ${changes}; ${source}`)
  }

  function variety(key: (run: RecipeRun) => unknown, words: string): Finding {
    const kinds = (some: readonly RecipeRun[]) => new Set(some.map(key).filter((kind) => kind !== null)).size
    const tried = retrieving.filter((run) => key(run) !== null)
    const none = `fewer than two ${words} tried`
    return byRuns(tried, (some) => kinds(some) >= 2, `${kinds(tried)} ${words} tried`, none, staleness)
  }

  function having(holds: (run: RecipeRun) => boolean, words: string): Finding {
    const found = retrieving.filter(holds)
    return byRuns(found, (some) => some.length > 0, `${count(found.length)} ${words}`, `no run ${words}`, staleness)
  }

  function labels(): Finding {
    const evalSet = report && datasets.evalSet(report.evalSetId)
    const judged = evalSet?.splits.find(({ name }) => name === report?.split)?.judgedQueries ?? 0
    return judged > 0 ? shown(`${judged.toLocaleString('en-US')} judged questions`) : missing('no judged question')
  }

  function cost(): Finding {
    const watched = monitored(hasRetrieval).map(({ run }) => run)
    if (watched.length > 0) {
      return byRuns(watched, (some) => some.length > 0, `${watched.length} monitored`, '', staleness)
    }
    const priced = new Set(report?.runs.filter(({ monthlyUsd }) => monthlyUsd !== null).map(({ runId }) => runId))
    const known = retrieving.filter(({ runId }) => priced.has(runId))
    const none = 'no monitor, and no run whose cost is known'
    return byRuns(known, (some) => some.length > 0, `cost of ${count(known.length)} known`, none, staleness)
  }
}

/** Without vectors, an embedder is named in the recipe and asked for nothing. */
function usesVectors({ search }: RecipeRun['recipe']): boolean {
  return search.mode !== 'fulltext'
}

function count(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`
}
