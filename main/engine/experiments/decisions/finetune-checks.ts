import { generalSuiteName } from '../../../../shared/domain/general-suite.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { extractiveModel } from '../../../../shared/domain/model-provider.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { hasTunedModel } from '../../../../shared/domain/rung.ts'
import type { KeptFineTune } from '../../../ports/fine-tune-store.ts'
import type { Store } from '../../../ports/store.ts'
import type { ChecklistFacts } from './checklist-facts.ts'
import { byRuns, entry, type Finding, missing, shown, stale } from './checklist-finding.ts'

/** Fewer curated examples than this are not worth a training. */
const leastExamples = 100
/** The first training of a model makes no more passes than this. */
const mostFirstEpochs = 2

const begun: ReadonlySet<KeptFineTune['status']> = new Set(['validating', 'queued', 'running', 'paused', 'succeeded'])

/** The items of the fine-tuning checklist: id, label, and what is found. */
export function finetuneChecks(
  { finished, runs, staleness, monitored }: ChecklistFacts,
  { training, fineTunes, datasets, runs: runStore }: Pick<Store, 'training' | 'fineTunes' | 'datasets' | 'runs'>,
): (readonly [string, string, Finding])[] {
  const sets = training.listSets()
  const jobs = fineTunes
    .list()
    .map(({ job }) => job)
    .filter(({ status }) => begun.has(status))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  const newest = jobs.at(-1) ?? null
  return [
    ['ft.examples', `At least ${leastExamples} curated examples`, examples()],
    ['ft.split', 'Split frozen', split()],
    ['ft.metrics', 'Metrics defined before training', metrics()],
    ['ft.baseline', 'Baseline measured', baseline()],
    ['ft.epochs', '1 to 2 epochs first', epochs()],
    ['ft.general', 'General suite run before and after', generalSuite()],
    ['ft.drift', 'Drift monitored', drift()],
    ['ft.cadence', 'Re-training cadence set', cadence()],
  ]

  function examples(): Finding {
    const largest = sets.map(({ current }) => current).sort((a, b) => b.examples - a.examples)[0]
    if (!largest) return missing('no training set')
    const words = `${largest.examples.toLocaleString('en-US')} examples in ${largest.name}, version ${largest.number}`
    return largest.examples >= leastExamples ? shown(words) : missing(`${words}; ${leastExamples} are needed`)
  }

  function split(): Finding {
    const frozen = sets.map(({ current }) => current).find((version) => version.split !== null)
    if (!frozen) return missing('no training set with a frozen split')
    const { train, validation, test } = frozen.counts
    return shown(`${frozen.name}, version ${frozen.number}: ${train} train, ${validation} validation, ${test} test`)
  }

  /** What was scored on the un-tuned model before the newest training began was defined by then. */
  function metrics(): Finding {
    if (newest === null) return entry()
    const before = finished.filter(
      ({ runId, recipe, createdAt, evalSetName }) =>
        createdAt < newest.createdAt &&
        isModel(recipe) &&
        !hasTunedModel(recipe.rung) &&
        evalSetName !== generalSuiteName &&
        (newest.baselineRunIds.includes(runId) || runs.some((run) => run.runId === runId)),
    )
    const names = new Set(before.flatMap(({ runId }) => runStore.scoredMetrics(runId)))
    if (names.size === 0) return entry(`nothing was scored before ${newest.name} began; state a reason`)
    const words = [...names].slice(0, 3).map(metricLabel).join(', ')
    const more = names.size > 3 ? ` and ${names.size - 3} more` : ''
    return shown(`${words}${more} scored before ${newest.name} began`, before)
  }

  /** The un-tuned model of the newest training, on the runs that the job names or on the ladder's own questions. */
  function baseline(): Finding {
    const named = finished.filter(({ runId }) => newest?.baselineRunIds.includes(runId))
    if (named.length > 0) return shown(`${countOf(named.length)} of ${newest!.baseModel}, un-tuned`, named)
    const untuned = runs.filter(({ recipe }) => isModel(recipe) && !hasTunedModel(recipe.rung))
    const changed = (run: RecipeRun) =>
      staleness(run) ??
      (newest === null || run.recipe.generation?.model === newest.baseModel
        ? null
        : `but ${newest.baseModel} is what was tuned since`)
    const words = `${countOf(untuned.length)} of un-tuned models`
    return byRuns(untuned, (some) => some.length > 0, words, 'no run of an un-tuned model', changed)
  }

  function epochs(): Finding {
    const [first] = jobs
    if (!first) return missing('no fine-tune job')
    const { epochs: passes } = first.hyperparameters
    if (passes === null) return entry(`${first.name} left the epochs to the trainer`)
    const words = `${first.name}, the first job, made ${passes === 1 ? '1 epoch' : `${passes} epochs`}`
    return passes <= mostFirstEpochs ? shown(words) : missing(words)
  }

  function generalSuite(): Finding {
    const suite = datasets.findEvalSet(generalSuiteName)
    const measured = finished.filter(({ evalSetName }) => evalSetName === generalSuiteName)
    const before = measured.filter(({ recipe }) => !hasTunedModel(recipe.rung))
    const after = measured.filter(({ recipe }) => hasTunedModel(recipe.rung))
    if (!suite || measured.length === 0) return missing('the general suite was not run')
    if (before.length === 0) return missing('run on the tuned model only, not before')
    if (after.length === 0) return missing('run on the un-tuned model only, not after')
    const both = [before.at(-1)!, after.at(-1)!]
    if (both.some(({ provenance }) => provenance.evalSetHash !== suite.contentHash)) {
      return stale('run before and after, before the suite changed', both)
    }
    return isOfNewest(after.at(-1)!)
      ? shown('run before and after', both)
      : stale('run after an earlier training', both)
  }

  function drift(): Finding {
    const watched = monitored(hasTunedModel).map(({ run }) => run)
    const changed = (run: RecipeRun) => (isOfNewest(run) ? null : 'of a model from an earlier training')
    const words = watched.length === 1 ? '1 monitor' : `${watched.length} monitors`
    return byRuns(watched, (some) => some.length > 0, words, 'no monitor on a run of a tuned model', changed)
  }

  function cadence(): Finding {
    const cadences = monitored(hasTunedModel).filter(({ monitor }) => monitor.terms.retrainAfterDays !== null)
    const [first] = cadences
    if (!first) return missing('no monitor of a tuned model says when to train again')
    return shown(`every ${first.monitor.terms.retrainAfterDays} days`, [first.run])
  }

  function isOfNewest({ recipe }: RecipeRun): boolean {
    const tuned = recipe.generation?.tuned
    return newest === null || !tuned || tuned.fineTuneJobId === newest.fineTuneJobId
  }
}

function countOf(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`
}

/** The extractive reader is no model. */
function isModel({ generation }: RecipeRun['recipe']): boolean {
  return generation !== null && generation.model !== extractiveModel
}
