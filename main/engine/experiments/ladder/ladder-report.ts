import { AppError } from '../../../../shared/domain/app-error.ts'
import { type Gate, GateTerms, type MissingEvidence } from '../../../../shared/domain/gate.ts'
import type { CostedRun, LadderQuestion, LadderReport, LadderStep } from '../../../../shared/domain/ladder-report.ts'
import { exampleDefinitions } from '../../../../shared/domain/metric.ts'
import { ServingSettings, servingSettingsName } from '../../../../shared/domain/monthly-cost.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { type Rung, Rung as rungNames } from '../../../../shared/domain/rung.ts'
import { paretoFrontier } from '../../statistics/pareto-frontier.ts'
import { runCosts } from '../costs/run-costs.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { estimateRunMetrics } from '../scoring/estimate-run-metrics.ts'
import { ladderAdvice } from './ladder-advice.ts'
import { type LadderRequest, ladderOf } from './ladder-of.ts'
import { headlineOf, stepSentence } from './ladder-words.ts'
import { wouldChange } from './would-change.ts'

type Ports = Pick<ExperimentPorts, 'store' | 'compute'>

type Place = LadderReport['places'][number]

const latency = 'latencyMs.total.p95'

/**
 * The ladder of an eval set's split at a volume: rungs, steps, every run as a point, and what to try next. Each rung is
 * held against the rung below it that the steps before have led to, so a rung that is not worth it is stepped over.
 * @param preferred the measure where none is asked for and some run is scored by it.
 * @returns null while no recipe's run is finished and scored.
 * Throws AppError NOT_FOUND when nothing is finished on the split asked for, INVALID_INPUT for no measure of it.
 */
export async function ladderReport(
  question: LadderQuestion,
  ports: Ports,
  { preferred, signal }: { preferred?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<LadderReport | null> {
  const { store } = ports
  const finished = store.runs.listRuns().filter(({ status, recipe }) => status === 'finished' && recipe !== null)
  const places = placesOf(finished)
  if (places.length === 0) return null
  const measuresOf = (place: Place) => metricsOf(countedOf(place), ports)
  const fits = placesThatFit(places, question)
  const scored = fits.find((place) => measuresOf(place).length > 0)
  // Nobody asked for a place where nothing is scored.
  if (!scored && question.metric === undefined && fits.length === places.length) return null
  const place = scored ?? fits[0]!
  const runs = countedOf(place)
  const metrics = measuresOf(place)
  const metric = chooseMetric(metrics, question.metric, preferred)
  const kept = ServingSettings.parse(store.settings.get(servingSettingsName) ?? {})
  const queriesPerMonth = question.queriesPerMonth ?? kept.queriesPerMonth
  const terms = GateTerms.parse(question.terms ?? {})
  const request: LadderRequest = { evalSetId: place.evalSetId, split: place.split, metric, terms, queriesPerMonth }
  const { rungs, gates } = await ladderOf(request, ports)
  const missing = new Map(rungs.map(({ rung, missing }): [Rung, MissingEvidence | null] => [rung, missing]))
  const monthly = new Map(rungs.map(({ rung, monthlyUsd }) => [rung, monthlyUsd]))
  const { steps, standOn } = await climb()
  const best = new Set(rungs.map(({ best }) => best))
  const points = await costedRuns()
  const standing = { rungs, steps, standOn, runs: points, terms, queriesPerMonth }
  return {
    ...standing,
    evalSetId: place.evalSetId,
    evalSetName: place.name,
    split: place.split,
    questions: runs[0]!.queries,
    metric,
    setupMonths: kept.setupMonths,
    places,
    metrics,
    ...headlineOf(standing),
    advice: ladderAdvice(
      runs.filter(({ runId }) => best.has(runId)),
      ports,
    ),
    wouldChange: wouldChange(standing),
  }

  /** Replays of a monitor are no evidence of their own. */
  function countedOf({ evalSetId, split }: Place): Run[] {
    const counted = new Set(store.runs.finishedRuns(evalSetId, split))
    return finished.filter(({ runId }) => counted.has(runId))
  }

  async function climb(): Promise<{ steps: LadderStep[]; standOn: Rung | null }> {
    const steps: LadderStep[] = []
    let standOn = rungs.find(({ best }) => best !== null)?.rung ?? null
    const lowest = standOn ?? 'prompt'
    for (const rung of rungNames.options.slice(rungNames.options.indexOf(lowest) + 1)) {
      signal?.throwIfAborted()
      const gate = await gateBetween(standOn, rung)
      const [from, to] = [monthly.get(gate.fromRung) ?? null, monthly.get(rung) ?? null]
      const extraMonthlyUsd = from === null || to === null ? null : to - from
      steps.push({ ...gate, sentence: stepSentence(gate, missing), extraMonthlyUsd })
      if (gate.verdict === 'climb') standOn = rung
    }
    return { steps, standOn }
  }

  async function gateBetween(from: Rung | null, to: Rung): Promise<Gate> {
    const known = gates.find((gate) => gate.toRung === to && (from === null || gate.fromRung === from))
    if (known) return known
    const pair = await ladderOf({ ...request, among: [from!, to] }, ports)
    const isPair = (gate: Gate) => gate.fromRung === from && gate.toRung === to
    // Two rungs that do not follow one another have a gate around the missing ones, if both have evidence.
    return pair.gates.find(isPair) ?? { ...gates.find((gate) => gate.toRung === to)!, fromRung: from!, missingRung: to }
  }

  async function costedRuns(): Promise<CostedRun[]> {
    const points: CostedRun[] = []
    for (const run of runs) {
      signal?.throwIfAborted()
      points.push(await costedRun(run))
    }
    const frontierBy = (costOf: (point: CostedRun) => number | null) =>
      new Set(paretoFrontier(points.map((point) => ({ cost: costOf(point), quality: point.quality?.value ?? null }))))
    const byCost = frontierBy(({ monthlyUsd }) => monthlyUsd)
    const byLatency = frontierBy(({ latencyP95Ms }) => latencyP95Ms?.value ?? null)
    return points.map((point, index) => ({
      ...point,
      onFrontier: byCost.has(index),
      onLatencyFrontier: byLatency.has(index),
    }))
  }

  async function costedRun(run: Run): Promise<CostedRun> {
    const estimates = await estimateRunMetrics(run, new Set([metric, latency]), ports)
    const quality = estimates.find((estimate) => estimate.metric === metric)
    // The gates take the stored figure; its interval needs the times of single questions.
    const stored = store.runs.valuesOf(run.runId, [latency]).get(latency)?.value ?? null
    const timed = estimates.find((estimate) => estimate.metric === latency)
    const p95 = timed?.value ?? stored
    const cost = runCosts(run, { ...kept, queriesPerMonth }, ports)
    const { per1kQueriesUsd, answeringUsd, totalUsd } = cost
    const none = runCosts(run, { ...kept, queriesPerMonth: 0 }, ports)
    const slow = terms.maxLatencyP95Ms !== null && !((p95 ?? Number.NaN) <= terms.maxLatencyP95Ms)
    const dear = terms.maxMonthlyUsd !== null && !((totalUsd ?? Number.NaN) <= terms.maxMonthlyUsd)
    return {
      runId: run.runId,
      name: run.name,
      rung: run.recipe!.rung,
      quality: quality?.value == null ? null : { ...quality, value: quality.value },
      per1kQueriesUsd,
      fixedUsd: answeringUsd === null ? null : none.totalUsd,
      monthlyUsd: totalUsd,
      latencyP95Ms: p95 === null ? null : { value: p95, ciLow: timed?.ciLow ?? null, ciHigh: timed?.ciHigh ?? null },
      onFrontier: false,
      onLatencyFrontier: false,
      isBestOfRung: best.has(run.runId),
      breaks: [...(slow ? ['latency' as const] : []), ...(dear ? ['budget' as const] : [])],
    }
  }
}

/** Splits with finished runs, the one with the newest run first. */
function placesOf(finished: readonly Run[]): Place[] {
  const places = new Map<string, Place>()
  for (const { evalSetId, evalSetName, split } of finished.toReversed()) {
    const key = `${evalSetId}\u0000${split}`
    places.set(key, { evalSetId, name: evalSetName, split, runs: (places.get(key)?.runs ?? 0) + 1 })
  }
  return [...places.values()]
}

/** Throws AppError NOT_FOUND. */
function placesThatFit(places: readonly Place[], { evalSetId, split }: LadderQuestion): Place[] {
  const fits = places.filter(
    (place) =>
      (evalSetId === undefined || place.evalSetId === evalSetId) && (split === undefined || place.split === split),
  )
  if (fits.length > 0) return fits
  throw new AppError(
    'NOT_FOUND',
    'No run is finished on that eval set and split, so there is no ladder to show. Choose another, or run a recipe on it.',
    { evalSetId, split },
  )
}

/** Measures that a ladder can stand on, those of answers first. */
function metricsOf(runs: readonly Run[], { store }: Ports): string[] {
  const names = new Set(runs.flatMap(({ runId }) => store.runs.scoredMetrics(runId)))
  const usable = exampleDefinitions(names)
    .filter(({ better }) => better !== 'none')
    .map(({ name }) => name)
  return usable.sort((a, b) => preference(a) - preference(b))
}

const favourites = ['judge.', 'tokenF1', 'exactMatch', 'contains', 'numeric', 'label', 'rougeL', 'ndcg@10']

function preference(metric: string): number {
  const place = favourites.findIndex((name) => metric.startsWith(name))
  return place === -1 ? favourites.length : place
}

function chooseMetric(metrics: readonly string[], asked: string | undefined, preferred: string | undefined): string {
  const metric = asked ?? metrics.find((name) => name === preferred) ?? metrics[0]
  if (metric !== undefined && exampleDefinitions([metric])[0]) return metric
  throw new AppError(
    'INVALID_INPUT',
    asked === undefined
      ? 'No finished run on these questions has a score for each question yet.'
      : `"${asked}" is no measure with a value for each question. Take one of: ${metrics.join(', ')}.`,
    { metric: asked },
  )
}
