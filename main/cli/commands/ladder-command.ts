import type { Command } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import { LadderQuestion } from '../../../shared/domain/ladder-report.ts'
import { withWorkspace } from '../command-context.ts'
import { ladderLines } from '../ladder-lines.ts'
import { numberOf } from '../number-of.ts'
import { printJson, printNote, printResult } from '../print.ts'

interface LadderOptions {
  readonly eval?: string
  readonly split?: string
  readonly metric?: string
  readonly volume?: string
  readonly gain?: string
  readonly worth?: string
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
    .option(
      '--worth <usd>',
      'what 0.1 of score is worth, in US dollars per 1,000 queries: then gains are held against costs',
    )
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
        if (report === null) return printNote('No run is finished and scored yet. Start one: `rungs run RECIPE.json`.')
        printResult(ladderLines(report))
      })
    })
}

function readQuestion(options: LadderOptions, evalSetId: string | undefined): LadderQuestion {
  const number = (text: string | undefined) => (text === undefined ? undefined : numberOf(text))
  const terms = {
    leastWorthwhileGain: number(options.gain),
    worthOfGain: options.worth === undefined ? undefined : { gain: 0.1, usdPer1kQueries: numberOf(options.worth) },
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
    'Volume, gain, worth and limits must be numbers: --volume a whole one from 0, --gain from 0, the others above 0.',
  )
}
