import type { ChecklistItem, DecisionEntries } from '../../../shared/domain/decision.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import type { RecipeRun, Run } from '../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import type { ExperimentPorts } from './experiment-ports.ts'

type Found = Pick<ChecklistItem, 'state' | 'evidence' | 'runIds'>

/**
 * Both implementation checklists, ticked from what is in the workspace. Evidence of runs on an older version of the corpus is
 * stale; what the user overrides keeps their reason.
 */
export function decisionChecklist(
  report: LadderReport | null,
  { overrides }: DecisionEntries,
  { store }: Pick<ExperimentPorts, 'store'>,
): ChecklistItem[] {
  const runs = store.runs
    .listRuns()
    .filter((run): run is RecipeRun => run.status === 'finished' && run.recipe !== null && isHere(run))
  const evalSet = report && store.datasets.evalSet(report.evalSetId)
  const corpus = evalSet && store.datasets.listCorpora().find(({ corpusId }) => corpusId === evalSet.corpusId)
  const current = corpus?.versionId
  const retrieving = runs.filter(({ recipe }) => hasRetrieval(recipe.rung))
  const judged = evalSet?.splits.find(({ name }) => name === report?.split)?.judgedQueries ?? 0
  const jobs = store.fineTunes.list().map(({ job }) => job)
  const sets = store.training.listSets()
  const versions = sets.flatMap(({ trainingSetId }) => store.training.versions(trainingSetId).slice(-1))
  const monitors = store.monitors.list()
  const items: ChecklistItem[] = [
    item('rag', 'rag.updates', 'Data sources and update frequency known', entry()),
    item(
      'rag',
      'rag.chunkSizes',
      'Several chunk sizes tried',
      variety(({ recipe }) => recipe.chunking.sizeTokens, 'sizes'),
    ),
    item(
      'rag',
      'rag.embedder',
      'Embedder chosen among several',
      variety(({ recipe }) => JSON.stringify(recipe.embedding), 'embedders'),
    ),
    item(
      'rag',
      'rag.rerank',
      'Reranking tried',
      having(({ recipe }) => recipe.rerank.kind !== 'none', 'with a reranker'),
    ),
    item(
      'rag',
      'rag.labels',
      'Labelled retrieval set',
      judged > 0 ? shown(`${judged} judged questions`, []) : missing('no judged question'),
    ),
    item(
      'rag',
      'rag.alone',
      'Retrieval measured alone',
      having(({ runId }) => store.runs.scoredMetrics(runId).includes('ndcg@10'), 'with ranking scores'),
    ),
    item(
      'rag',
      'rag.cost',
      'Cost watched',
      monitors.length > 0 ? shown(`${monitors.length} monitors`, []) : missing('nothing is monitored'),
    ),
    item('finetune', 'ft.examples', 'At least 100 curated examples', examples()),
    item(
      'finetune',
      'ft.split',
      'Split frozen',
      versions.some(({ split }) => split !== null)
        ? shown('a training set has a split', [])
        : missing('no training set with a split'),
    ),
    item('finetune', 'ft.metrics', 'Metrics defined before training', entry()),
    item('finetune', 'ft.baseline', 'Baseline measured', baseline()),
    item('finetune', 'ft.epochs', '1 to 2 epochs first', jobs.length > 0 ? entry() : missing('no fine-tune job')),
    item('finetune', 'ft.general', 'General suite run before and after', entry()),
    item(
      'finetune',
      'ft.drift',
      'Drift monitored',
      monitors.length > 0 ? shown(`${monitors.length} monitors`, []) : missing('nothing is monitored'),
    ),
    item('finetune', 'ft.cadence', 'Re-training cadence set', entry()),
  ]
  return items

  function isHere(run: Run): boolean {
    return report !== null && run.evalSetId === report.evalSetId && run.split === report.split
  }

  function item(list: ChecklistItem['list'], id: string, label: string, found: Found): ChecklistItem {
    const reason = overrides[id]
    if (reason !== undefined && found.state !== 'done') {
      return { list, id, label, state: 'overridden', evidence: reason, runIds: found.runIds }
    }
    return { list, id, label, ...found }
  }

  /** Runs on the present corpus show it; older ones showed it. */
  function byRuns(
    found: readonly Run[],
    enough: (runs: readonly Run[]) => boolean,
    words: string,
    none: string,
  ): Found {
    const fresh = found.filter(({ provenance }) => provenance.corpusVersionId === current)
    const runIds = (used: readonly Run[]) => used.slice(-5).map(({ runId }) => runId)
    if (enough(fresh)) return { state: 'done', evidence: words, runIds: runIds(fresh) }
    if (enough(found))
      return { state: 'stale', evidence: `${words}, before the documents changed`, runIds: runIds(found) }
    return missing(none)
  }

  function variety(key: (run: RecipeRun) => unknown, words: string): Found {
    const kinds = (some: readonly Run[]) => new Set((some as readonly RecipeRun[]).map(key)).size
    return byRuns(
      retrieving,
      (some) => kinds(some) >= 2,
      `${kinds(retrieving)} ${words} tried`,
      `fewer than two ${words} tried`,
    )
  }

  function having(holds: (run: RecipeRun) => boolean, words: string): Found {
    const found = retrieving.filter(holds)
    return byRuns(found, (some) => some.length > 0, `${found.length} runs ${words}`, `no run ${words}`)
  }

  function examples(): Found {
    const most = Math.max(0, ...versions.map(({ examples: count }) => count))
    if (versions.length === 0) return missing('no training set')
    return most >= 100 ? shown(`${most} examples`, []) : missing(`${most} examples, 100 are needed`)
  }

  function baseline(): Found {
    const untuned = runs.filter(({ recipe }) => recipe.generation !== null && ['prompt', 'rag'].includes(recipe.rung))
    return byRuns(
      untuned,
      (some) => some.length > 0,
      `${untuned.length} runs of un-tuned models`,
      'no run of an un-tuned model',
    )
  }
}

function shown(evidence: string, runIds: ChecklistItem['runIds']): Found {
  return { state: 'done', evidence, runIds }
}

function missing(evidence: string): Found {
  return { state: 'missing', evidence: `evidence missing: ${evidence}`, runIds: [] }
}

function entry(): Found {
  return { state: 'entry', evidence: 'only you can say: state a reason', runIds: [] }
}
