import { formatFigure } from '../../../../shared/charts/format-figure.ts'
import type { ChecklistItem, DecisionRecord } from '../../../../shared/domain/decision.ts'
import type { CostedRun, LadderReport } from '../../../../shared/domain/ladder-report.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { rungLabel } from '../../../../shared/domain/rung-label.ts'

const verdictWords: Readonly<Record<LadderReport['verdict'], string>> = {
  climb: 'climb',
  stay: 'stay',
  notDecisive: 'not decisive',
  evidenceMissing: 'evidence missing',
}

const stateWords: Readonly<Record<ChecklistItem['state'], string>> = {
  done: 'done',
  missing: 'without evidence',
  entry: 'open',
  stale: 'stale',
  overridden: 'done by your reason',
}

/**
 * What has changed in the evidence between two records, one sentence each; entries are not looked at. Figures count as
 * changed when they are not exactly the same, and days that only pass do not.
 */
export function sinceSaved(before: DecisionRecord, now: DecisionRecord): string[] {
  return [...ladderChanges(before.ladder, now.ladder), ...checklistChanges(before, now)]
}

function ladderChanges(before: LadderReport | null, now: LadderReport | null): string[] {
  if (before === null) return now === null ? [] : [`There is evidence now: ${now.headline}.`]
  if (now === null) return ['The runs that it rests on are gone.']
  const asked = questionChanges(before, now)
  const verdict =
    before.headline === now.headline ? [] : [`The verdict was “${before.headline}”, and is “${now.headline}”.`]
  const steps = now.steps.flatMap(({ fromRung, toRung, verdict }) => {
    const old = before.steps.find((step) => step.toRung === toRung)
    return !old || old.verdict === verdict
      ? []
      : [
          `The step from ${rungLabel[fromRung]} to ${rungLabel[toRung]} was ${verdictWords[old.verdict]}, and is ${verdictWords[verdict]}.`,
        ]
  })
  const isElsewhere = before.evalSetId !== now.evalSetId || before.split !== now.split
  return [...asked, ...verdict, ...steps, ...(isElsewhere ? [] : runChanges(before, now))]
}

function questionChanges(before: LadderReport, now: LadderReport): string[] {
  const usd = (value: number | null) => (value === null ? 'none' : formatFigure(value, 'usd'))
  const worth = ({ terms: { worthOfGain } }: LadderReport) =>
    worthOfGain === null ? 'not stated' : `${usd((worthOfGain.usdPer1kQueries * 0.1) / worthOfGain.gain)} for 0.1`
  const said: readonly (readonly [string, (report: LadderReport) => string])[] = [
    ['The questions', ({ evalSetName, split }) => `${evalSetName}/${split}`],
    ['The number of questions', ({ questions }) => questions.toLocaleString('en-US')],
    ['The measure', ({ metric }) => metricLabel(metric)],
    ['The volume', ({ queriesPerMonth }) => `${queriesPerMonth.toLocaleString('en-US')} queries a month`],
    ['The least gain that matters', ({ terms }) => String(terms.leastWorthwhileGain)],
    ['What a gain is worth', worth],
    [
      'The p95 limit',
      ({ terms }) => (terms.maxLatencyP95Ms === null ? 'none' : formatFigure(terms.maxLatencyP95Ms, 'ms')),
    ],
    ['The budget', ({ terms }) => usd(terms.maxMonthlyUsd)],
    ['The months of set-up', ({ setupMonths }) => String(setupMonths)],
  ]
  return said.flatMap(([what, words]) =>
    words(before) === words(now) ? [] : [`${what}: was ${words(before)}, and is ${words(now)}.`],
  )
}

function runChanges(before: LadderReport, now: LadderReport): string[] {
  const old = new Map(before.runs.map((run) => [run.runId, run]))
  const present = new Set(now.runs.map(({ runId }) => runId))
  const added = now.runs.filter(({ runId }) => !old.has(runId))
  const gone = before.runs.filter(({ runId }) => !present.has(runId))
  const moved = (differs: (a: CostedRun, b: CostedRun) => boolean) =>
    now.runs.filter((run) => old.has(run.runId) && differs(old.get(run.runId)!, run)).length
  // Scores of other measures say nothing about each other.
  const scores =
    before.metric === now.metric
      ? moved((a, b) => a.quality?.value !== b.quality?.value || a.quality?.n !== b.quality?.n)
      : 0
  const costs = moved((a, b) => a.per1kQueriesUsd !== b.per1kQueriesUsd || a.fixedUsd !== b.fixedUsd)
  const latencies = moved((a, b) => a.latencyP95Ms?.value !== b.latencyP95Ms?.value)
  const rungs = [...new Set(added.map(({ rung }) => rungLabel[rung]))].join(', ')
  return [
    ...(added.length > 0 ? [`${countOf(added.length)} finished since: ${rungs}.`] : []),
    ...(gone.length > 0 ? [`${countOf(gone.length)} of it ${gone.length === 1 ? 'is' : 'are'} gone.`] : []),
    ...(scores > 0 ? [`The scores of ${countOf(scores)} changed.`] : []),
    ...(costs > 0 ? [`The costs of ${countOf(costs)} changed.`] : []),
    ...(latencies > 0 ? [`The latency of ${countOf(latencies)} changed.`] : []),
  ]
}

function checklistChanges(before: DecisionRecord, now: DecisionRecord): string[] {
  const evidenceOf = ({ entries, checklist }: DecisionRecord) =>
    new Map(checklist.filter(({ id }) => entries.overrides[id] === undefined).map((item) => [item.id, item]))
  const old = evidenceOf(before)
  return [...evidenceOf(now).values()].flatMap(({ id, label, state }) => {
    const was = old.get(id)?.state
    return was === undefined || was === state ? [] : [`“${label}” was ${stateWords[was]}, and is ${stateWords[state]}.`]
  })
}

function countOf(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`
}
