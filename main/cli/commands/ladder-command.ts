import type { Command } from 'commander'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import { LadderQuestion, type LadderReport } from '../../../shared/domain/ladder-report.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { withWorkspace } from '../command-context.ts'
import { printJson, printNote, printResult } from '../print.ts'

interface LadderOptions {
  readonly eval?: string
  readonly split?: string
  readonly metric?: string
  readonly volume?: string
  readonly gain?: string
  readonly maxLatency?: string
  readonly maxMonthly?: string
}

export function addLadderCommand(program: Command): void {
  program
    .command('ladder')
    .description('say which rung the evidence supports, what each step gains and what it costs')
    .option('--eval <name>', 'eval set (default: that of the newest finished run)')
    .option('--split <name>', 'its split')
    .option('--metric <name>', 'a measure with a value for each question')
    .option('--volume <queries>', 'queries a month')
    .option('--gain <score>', 'least gain that is worth a climb')
    .option('--max-latency <ms>', 'leave out runs whose p95 is above this')
    .option('--max-monthly <usd>', 'leave out runs that cost more a month')
    .action(async (options: LadderOptions, command: Command) => {
      await withWorkspace(command, 'prefer-write', async ({ client, json }) => {
        const { evalSets } = await client.datasets.list()
        const evalSet = options.eval === undefined ? undefined : evalSets.find(({ name }) => name === options.eval)
        if (options.eval !== undefined && !evalSet) {
          throw new AppError('NOT_FOUND', `There is no eval set "${options.eval}". \`rungs datasets\` lists them.`)
        }
        const report = await client.decisions.ladder(readQuestion(options, evalSet?.evalSetId))
        if (json) return printJson(report)
        if (report === null) return printNote('No run is finished yet. Start one: `rungs run RECIPE.json`.')
        for (const line of ladderLines(report)) printResult(line)
      })
    })
}

function readQuestion(options: LadderOptions, evalSetId: string | undefined): LadderQuestion {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  const terms = {
    leastWorthwhileGain: number(options.gain),
    maxLatencyP95Ms: number(options.maxLatency),
    maxMonthlyUsd: number(options.maxMonthly),
  }
  const parsed = LadderQuestion.safeParse({
    evalSetId,
    split: options.split,
    metric: options.metric,
    queriesPerMonth: number(options.volume),
    terms: Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)),
  })
  if (parsed.success) return parsed.data
  throw new AppError(
    'INVALID_INPUT',
    'Volume, gain and limits must be numbers: --volume a whole one from 0, --gain from 0, limits above 0.',
  )
}

function ladderLines(report: LadderReport): string[] {
  const { headline, detail, evalSetName, split, metric, queriesPerMonth, rungs, steps, advice } = report
  return [
    headline,
    ...(detail ? [detail] : []),
    `${evalSetName}/${split}, ${metric}, ${queriesPerMonth.toLocaleString('en-US')} queries a month`,
    '',
    ...rungs.map(({ rung, best, quality, monthlyUsd, latencyP95Ms, eligibleRunIds }) => {
      const label = rungLabel[rung].padEnd(10)
      if (best === null) return `${label} evidence missing`
      const cost = monthlyUsd === null ? 'cost not known' : `${formatFigure(monthlyUsd, 'usd')} a month`
      const latency = latencyP95Ms === null ? 'p95 not known' : `p95 ${formatFigure(latencyP95Ms, 'ms')}`
      return `${label} ${formatFigure(quality!.value, 'fraction')} (n = ${quality!.n})  ${cost}  ${latency}  ${best}, picked from ${eligibleRunIds.length}`
    }),
    '',
    ...steps.map(({ sentence }) => sentence),
    ...advice.map(
      ({ runId, count, wrong, triage, sentence }) =>
        `${runId}: ${count} of ${wrong} wrong answers ${triage}. ${sentence}`,
    ),
  ]
}
