import type { Command } from 'commander'
import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { MonitorState, ReplayCheck } from '../../../shared/domain/monitor.ts'
import { withWorkspace } from '../command-context.ts'
import { printJson, printNote, printResult } from '../print.ts'
import { watchJob } from '../watch-job.ts'

const kindWords = { quality: 'quality', latency: 'latency p95', cost: 'cost per 1k', refusals: 'refusals' } as const

export function addMonitorCommand(program: Command): void {
  const monitor = program.command('monitor').description('replay pinned recipes and say whether they drifted')

  monitor
    .command('run')
    .description('replay now: the monitors that are named, else all that are due; exit code 16 on drift')
    .argument('[monitor...]', 'names or ids')
    .action(async (names: string[], _options: unknown, command: Command) => {
      await withWorkspace(command, 'write-existing', async (context) => {
        const { client, json } = context
        const wanted = choose(await client.monitors.list(), names)
        const replayed = new Set<string>()
        for (const { monitor } of wanted) {
          const { jobId, runId } = await client.monitors.replay({ monitorId: monitor.monitorId })
          replayed.add(runId)
          await watchJob(jobId, context)
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
        const failed = last.filter(({ replay }) => replay.verdict === 'failed')
        if (failed.length > 0) {
          throw new AppError(
            'RUN_FAILED',
            `Not replayed to the end: ${failed.map(({ name, replay }) => `${name} (${replay.error ?? 'stopped'})`).join('; ')}`,
          )
        }
        const drifted = last.filter(({ replay }) => replay.verdict === 'drift')
        if (drifted.length > 0) {
          throw new AppError('DRIFT_FOUND', `Drift: ${drifted.map(({ name }) => name).join(', ')}.`)
        }
      })
    })

  monitor
    .command('list')
    .description('monitors with their last replay')
    .action(async (_options: unknown, command: Command) => {
      await withWorkspace(command, 'prefer-write', async ({ client, json }) => {
        const states = await client.monitors.list()
        if (json) return printJson(states)
        if (states.length === 0) printNote('There is no monitor yet. Pin a run under Monitor in the app.')
        for (const state of states) printResult(describe(state))
      })
    })
}

function choose(states: readonly MonitorState[], names: readonly string[]): MonitorState[] {
  if (names.length === 0) {
    const now = new Date().toISOString()
    return states.filter(({ nextAt }) => nextAt !== null && nextAt <= now)
  }
  return names.map((reference) => {
    const found = states.find(({ monitor }) => monitor.name === reference || monitor.monitorId === reference)
    if (found) return found
    const known = states.map(({ monitor }) => monitor.name).join(', ')
    throw new AppError(
      'NOT_FOUND',
      `There is no monitor "${reference}". ${known === '' ? 'Pin a run under Monitor in the app.' : `This workspace has: ${known}.`}`,
    )
  })
}

function describe({ monitor, replays, nextAt, reminders }: MonitorState): string {
  const last = replays.at(-1)
  return [
    `${monitor.name}  ${last ? `${last.verdict}, replayed ${last.at}` : 'not replayed yet'}${monitor.isPaused ? ', paused' : nextAt ? `, next ${nextAt}` : ''}`,
    ...(last?.checks ?? []).map((check) => `  ${kindWords[check.kind].padEnd(12)} ${describeCheck(check)}`),
    ...reminders.map(({ sentence, isDue }) => `  ${isDue ? 'due' : 'soon'}: ${sentence}`),
  ].join('\n')
}

function describeCheck({ state, reason, value, change, ciLow, ciHigh, unit, n }: ReplayCheck): string {
  if (value === null || change === null) return `${state}: ${reason ?? 'nothing is known'}`
  return `${state}  ${formatFigure(value, unit)}  ${formatChange(change, unit)} ${formatInterval(ciLow, ciHigh, unit)}  n = ${n}`
}
