import type { Command } from 'commander'
import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import {
  type MonitorState,
  MonitorTerms,
  type Replay,
  type ReplayCheck,
  type ReplayVerdict,
} from '../../../shared/domain/monitor.ts'
import { watchedMeasures } from '../../../shared/domain/watched-measures.ts'
import { withWorkspace } from '../command-context.ts'
import { numberOf } from '../number-of.ts'
import { printJson, printNote, printResult } from '../print.ts'
import { watchJob } from '../watch-job.ts'

const kindWords = { quality: 'quality', latency: 'latency p95', cost: 'cost per 1k', refusals: 'refusals' } as const

export function addMonitorCommand(program: Command): void {
  const monitor = program.command('monitor').description('replay pinned recipes and say whether they drifted')

  monitor
    .command('pin')
    .description('watch the recipe of a finished run')
    .argument('<run>', 'id, unique beginning of an id, or name')
    .option('--name <name>', 'of the monitor (default: that of the run)')
    .option('--metric <name>', 'measure of quality (default: the most telling one that the run has)')
    .option('--every <hours>', 'between two replays', '24')
    .option('--quality-drop <amount>', 'in the unit of the measure: too much from here (default: 0.02)')
    .option('--latency-rise <percent>', 'of the p95: too much from here (default: 25)')
    .option('--cap <usd>', 'most that one replay may spend')
    .action(async (reference: string, options: PinOptions, command: Command) => {
      await withWorkspace(command, 'write-existing', async ({ client, json }) => {
        const { run } = (await client.experiments.compare({ runs: [reference], metrics: [] })).runs[0]!
        const { scoredMetrics } = await client.results.run({ runId: run.runId })
        const metric = options.metric ?? watchedMeasures(scoredMetrics)[0] ?? ''
        const name = options.name ?? run.name
        const pinned = await client.monitors.add({ name, runId: run.runId, terms: termsOf(metric, options) })
        if (json) printJson(pinned)
        else
          printResult(`${pinned.name}: replayed every ${pinned.terms.everyHours} h, quality by ${pinned.terms.metric}`)
      })
    })

  monitor
    .command('run')
    .description('replay now: the monitors that are named, else all that are due; exit code 16 on drift')
    .argument('[monitor...]', 'names or ids')
    .action(async (names: string[], _options: unknown, command: Command) => {
      await withWorkspace(command, 'write-existing', async (context) => {
        const { client, json } = context
        const states = await client.monitors.list()
        for (const { monitor, pinnedRun } of states)
          if (pinnedRun === null) printNote(`${monitor.name} is never replayed: the run that it pins was deleted.`)
        const wanted = choose(states, names)
        const replayed = new Set<string>()
        const refused: string[] = []
        for (const { monitor } of wanted) {
          // One that cannot be replayed stops no other.
          const started = await client.monitors.replay({ monitorId: monitor.monitorId }).catch((error: unknown) => {
            refused.push(`${monitor.name} (${error instanceof Error ? error.message : String(error)})`)
            return null
          })
          if (started === null) continue
          replayed.add(started.runId)
          await watchJob(started.jobId, context)
        }
        const ids = new Set(wanted.map(({ monitor }) => monitor.monitorId))
        const after = (await client.monitors.list()).filter(({ monitor }) => ids.has(monitor.monitorId))
        if (json) printJson(after)
        else if (after.length === 0) printNote('No monitor is due.')
        else for (const state of after) printResult(describe(state))
        const last = after.flatMap(({ monitor, replays }) => {
          const replay = replays.findLast(({ runId }) => replayed.has(runId))
          return replay ? [{ name: monitor.name, replay }] : []
        })
        throwUnlessAsPinned(last, refused)
      })
    })

  monitor
    .command('list')
    .description('monitors with their last replay')
    .action(async (_options: unknown, command: Command) => {
      await withWorkspace(command, 'prefer-write', async ({ client, json }) => {
        const states = await client.monitors.list()
        if (json) return printJson(states)
        if (states.length === 0)
          printNote('There is no monitor yet. Pin a run with `rungs monitor pin`, or under Monitor in the app.')
        for (const state of states) printResult(describe(state))
      })
    })
}

interface PinOptions {
  readonly name?: string
  readonly metric?: string
  readonly every: string
  readonly qualityDrop?: string
  readonly latencyRise?: string
  readonly cap?: string
}

/** Throws AppError INVALID_INPUT. */
function termsOf(metric: string, { every, qualityDrop, latencyRise, cap }: PinOptions): MonitorTerms {
  const given = {
    ...{ metric, everyHours: numberOf(every) },
    ...(qualityDrop !== undefined && { leastQualityDrop: numberOf(qualityDrop) }),
    ...(latencyRise !== undefined && { leastLatencyRise: numberOf(latencyRise) / 100 }),
    ...(cap !== undefined && { capUsd: numberOf(cap) }),
  }
  const terms = MonitorTerms.safeParse(given, { reportInput: true })
  if (terms.success) return terms.data
  const problems = describeIssues(terms.error, 'the terms')
  throw new AppError('INVALID_INPUT', `The run cannot be watched so: ${problems.join('; ')}. Nothing was changed.`)
}

/** Throws AppError RUN_FAILED before DRIFT_FOUND: what was not measured may have drifted, too. */
function throwUnlessAsPinned(replayed: readonly { name: string; replay: Replay }[], refused: readonly string[]): void {
  const withVerdict = (verdict: ReplayVerdict) => replayed.filter(({ replay }) => replay.verdict === verdict)
  const drifted = withVerdict('drift').map(({ name }) => name)
  const drift = drifted.length === 0 ? '' : `Drift: ${drifted.join(', ')}.`
  const failed = [
    ...refused,
    ...withVerdict('failed').map(({ name, replay }) => `${name} (${replay.error ?? 'stopped'})`),
  ]
  const unknown = withVerdict('unknown').map(({ name }) => name)
  const troubles = [
    ...(failed.length === 0 ? [] : [`Not replayed to the end: ${failed.join('; ')}.`]),
    ...(unknown.length === 0 ? [] : [`Not comparable with the pinned run: ${unknown.join(', ')}. Pin another run.`]),
  ]
  if (troubles.length > 0) throw new AppError('RUN_FAILED', [...troubles, drift].filter(Boolean).join(' '))
  if (drift !== '') throw new AppError('DRIFT_FOUND', drift)
}

function choose(states: readonly MonitorState[], names: readonly string[]): MonitorState[] {
  if (names.length === 0) {
    const now = new Date().toISOString()
    return states.filter(({ nextAt }) => nextAt !== null && nextAt <= now)
  }
  return [...new Set(names)].map((reference) => {
    const found = states.find(({ monitor }) => monitor.name === reference || monitor.monitorId === reference)
    if (found) return found
    const known = states.map(({ monitor }) => monitor.name).join(', ')
    throw new AppError(
      'NOT_FOUND',
      `There is no monitor "${reference}". ${known === '' ? 'Pin a run with `rungs monitor pin`, or under Monitor in the app.' : `This workspace has: ${known}.`}`,
    )
  })
}

function describe({ monitor, replays, nextAt, reminders }: MonitorState): string {
  const last = replays.at(-1)
  return [
    `${monitor.name}  ${last ? `${last.verdict}, replayed ${last.at}` : 'not replayed yet'}${monitor.isPaused ? ', paused' : nextAt ? `, next ${nextAt}` : ''}`,
    ...(last?.error ? [`  not finished: ${last.error}`] : []),
    ...(last?.checks ?? []).map((check) => `  ${kindWords[check.kind].padEnd(12)} ${describeCheck(check)}`),
    ...reminders.map(({ sentence, isDue }) => `  ${isDue ? 'due' : 'soon'}: ${sentence}`),
  ].join('\n')
}

function describeCheck({ state, reason, value, change, ciLow, ciHigh, unit, n }: ReplayCheck): string {
  if (value === null || change === null) return `${state}: ${reason ?? 'nothing is known'}`
  return `${state}${reason === null ? '' : ` (${reason})`}  ${formatFigure(value, unit)}  ${formatChange(change, unit)} ${formatInterval(ciLow, ciHigh, unit)}  n = ${n}`
}
