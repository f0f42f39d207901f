import { AppError } from '../../../../shared/domain/app-error.ts'
import type { Comparison } from '../../../../shared/domain/comparison.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import { LadderQuestion, type LadderReport, ladderSettingsName } from '../../../../shared/domain/ladder-report.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { headlineMetrics } from '../../export/headline-metrics.ts'
import type { ReportChanges, ReportData } from '../../export/report/report-data.ts'
import { mostRunsInFull } from '../../export/report/report-runs.ts'
import { takeTurns } from '../../jobs/take-turns.ts'
import { compareQueries } from '../comparing/compare-queries.ts'
import { pairedResults } from '../comparing/paired-results.ts'
import { Verdicts } from '../comparing/verdicts.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { ladderReport } from '../ladder/ladder-report.ts'
import { statedRecipe } from '../recipes/stated-recipe.ts'
import { evalSetsOf } from './eval-sets-of.ts'
import { reportVerdicts } from './report-verdicts.ts'

/** Questions that a report lists of each run, worse and better; the others are counted. */
const listedQuestions = 10
/** Runs whose questions a report goes through. */
const runsInDetail = 8

/** Everything that a report on a comparison says. */
export async function gatherReport(
  comparison: Comparison,
  ports: Pick<ExperimentPorts, 'store' | 'clock' | 'priceBook' | 'appVersion' | 'compute'>,
  signal?: AbortSignal,
): Promise<ReportData> {
  const { store, clock, priceBook, appVersion } = ports
  const runs = comparison.runs.map(({ run }) => run)
  const letOthersWork = takeTurns(signal)
  const results = await pairedResults(comparison, new Verdicts(ports), testedMetrics(comparison), signal)
  await letOthersWork()
  const changes = await changesOf(comparison, ports, letOthersWork)
  await letOthersWork()
  const ladder = await ladderOfAll(runs, ports)
  await letOthersWork()
  return {
    comparison,
    recipes: runs.map(statedRecipe),
    results,
    verdicts: reportVerdicts(comparison, results),
    writtenAt: clock.now(),
    appVersion,
    prices: { source: priceBook.source, date: priceBook.date },
    evalSets: evalSetsOf(runs, ports),
    latencies: new Map(runs.map(({ runId }) => [runId, store.runs.latencies(runId)])),
    changes,
    ladder,
  }
}

/** Every measure where the report lists them all, else those that stand for the comparison. */
function testedMetrics(comparison: Comparison): string[] {
  const { quality, price } = headlineMetrics(comparison)
  const shown = comparison.runs.length > mostRunsInFull ? [...quality, ...price] : comparison.metrics
  return shown.map(({ name }) => name)
}

/** The ladder on the questions of all these runs; null where they differ, or nothing can be asked there. */
async function ladderOfAll(
  runs: readonly Run[],
  ports: Pick<ExperimentPorts, 'store' | 'compute'>,
): Promise<LadderReport | null> {
  const [first, ...others] = runs
  if (!first || others.some(({ evalSetId, split }) => evalSetId !== first.evalSetId || split !== first.split))
    return null
  const { evalSetId, split } = first
  const { terms, metric } = LadderQuestion.parse(ports.store.settings.get(ladderSettingsName) ?? {})
  try {
    // By the measure of the screen, where these questions are scored by it.
    return await ladderReport({ evalSetId, split, ...(terms && { terms }) }, ports, { preferred: metric })
  } catch (error) {
    // No finished run of a recipe there, or none with a score for each question: a report has more to say than its ladder.
    if (error instanceof AppError && ['NOT_FOUND', 'INVALID_INPUT'].includes(error.code)) return null
    throw error
  }
}

async function changesOf(
  comparison: Comparison,
  ports: Pick<ExperimentPorts, 'store'>,
  letOthersWork: () => Promise<void>,
): Promise<ReportChanges[]> {
  const base = comparison.runs.find(({ run }) => run.runId === comparison.baseline)?.run
  const metric = headlineMetrics(comparison).quality[0]?.name
  if (!base || metric === undefined) return []
  const compared = comparison.runs.filter(({ run }) => run.runId !== base.runId).slice(0, runsInDetail)
  const changes: ReportChanges[] = []
  for (const { run } of compared) {
    await letOthersWork()
    const page = { metric, search: '', offset: 0, limit: listedQuestions }
    const of = (filter: 'regressions' | 'wins') => compareQueries([base, run], base, { ...page, filter }, ports)
    const losses = of('regressions')
    const tally = losses.tallies.find(({ runId }: { runId: RunId }) => runId === run.runId)!
    const isComparable = tally.notComparable === null
    await letOthersWork()
    changes.push({
      runId: run.runId,
      tally,
      losses: isComparable ? losses.rows : [],
      wins: isComparable ? of('wins').rows : [],
    })
  }
  return changes
}
