import type { CorpusVersion } from '../../../../shared/domain/corpus.ts'
import type { LadderReport } from '../../../../shared/domain/ladder-report.ts'
import type { Monitor } from '../../../../shared/domain/monitor.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { Rung } from '../../../../shared/domain/rung.ts'
import type { Store } from '../../../ports/store.ts'
import type { Staleness } from './checklist-finding.ts'

/** What both checklists look at. */
export interface ChecklistFacts {
  readonly report: LadderReport | null
  /** All finished runs of recipes, in the order in which they were made. */
  readonly finished: readonly RecipeRun[]
  /** Those on the ladder's questions. */
  readonly runs: readonly RecipeRun[]
  /** The newest version of the corpus under the ladder's questions; null without evidence. */
  readonly corpus: CorpusVersion | null
  readonly staleness: Staleness
  /** Monitors that are not paused, with their pinned runs, of rungs that fit. */
  readonly monitored: (fits: (rung: Rung) => boolean) => { readonly monitor: Monitor; readonly run: RecipeRun }[]
}

export function checklistFacts(report: LadderReport | null, { datasets, runs, monitors }: Store): ChecklistFacts {
  const finished = runs.listRuns().filter((run): run is RecipeRun => run.status === 'finished' && run.recipe !== null)
  const evalSet = report && datasets.evalSet(report.evalSetId)
  const newest = evalSet && datasets.findEvalSet(evalSet.name)
  const corpus = (evalSet && datasets.listCorpora().find(({ corpusId }) => corpusId === evalSet.corpusId)) ?? null
  return {
    report,
    finished,
    runs: finished.filter(({ evalSetId, split }) => evalSetId === report?.evalSetId && split === report.split),
    corpus,
    staleness: ({ provenance }) => {
      if (provenance.corpusVersionId !== corpus?.versionId) return 'before the documents changed'
      return provenance.evalSetHash === newest?.contentHash ? null : 'before the questions changed'
    },
    monitored: (fits) =>
      monitors.list().flatMap((monitor) => {
        const run = finished.find(({ runId }) => runId === monitor.runId)
        return run && !monitor.isPaused && fits(run.recipe.rung) ? [{ monitor, run }] : []
      }),
  }
}
