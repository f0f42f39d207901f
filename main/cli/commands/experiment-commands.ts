import type { Command } from 'commander'
import { AppError } from '../../../shared/domain/app-error.ts'
import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { parseRecipe } from '../../engine/experiments/recipes/recipe-fields.ts'
import { type CommandContext, withWorkspace } from '../command-context.ts'
import { numberOf } from '../number-of.ts'
import { printJson, printResult } from '../print.ts'
import { readJsonObject } from '../read-json-file.ts'
import { describePlan, runSweep } from '../run-sweep.ts'

interface ExperimentOptions {
  readonly eval?: string
  readonly split?: string
  readonly plan?: boolean
  readonly pilot?: string
  readonly batch?: boolean
  readonly capRun?: string
  readonly capSweep?: string
}

const batchHelp = 'ask OpenAI for answers in batches: half the price, within a day'
const pilotHelp =
  'ask each model up to 20 questions for at most this many US dollars, say what all will cost; start nothing'

export function addExperimentCommands(program: Command): void {
  program
    .command('run')
    .description('run one recipe on an eval set')
    .argument('<recipe.json>', 'a recipe as `rungs recipe` prints it; - reads standard input')
    .option('--eval <name>', 'eval set (default: the only one)')
    .option('--split <name>', 'split (default: test, else the only one)')
    .option('--cap-run <usd>', 'stop before the run has cost more than this many US dollars')
    .option('--batch', batchHelp)
    .option('--pilot <usd>', pilotHelp)
    .action(async (path: string, options: ExperimentOptions, command: Command) => {
      const base = parseRecipe(readJsonObject(path))
      const spec = parseSpec({ base }, options)
      await withWorkspace(command, 'write-existing', (context) =>
        options.pilot === undefined ? runSweep(spec, context) : runPilot(spec, options.pilot, context),
      )
    })

  program
    .command('sweep')
    .description('run a grid of recipes on an eval set')
    .argument('<sweep.json>', 'an object with base (a recipe), grid (field → values), and eval, split, name if wanted')
    .option('--eval <name>', 'eval set; wins over the file')
    .option('--split <name>', 'split; wins over the file')
    .option('--cap-run <usd>', 'stop each run before it has cost more than this many US dollars; wins over the file')
    .option('--cap-sweep <usd>', 'stop before all runs together have cost more; wins over the file')
    .option('--plan', 'say what would run; start nothing')
    .option('--batch', batchHelp)
    .option('--pilot <usd>', pilotHelp)
    .action(async (path: string, options: ExperimentOptions, command: Command) => {
      const spec = parseSpec(readJsonObject(path), options)
      await withWorkspace(command, options.plan ? 'prefer-write' : 'write-existing', async (context) => {
        if (options.pilot !== undefined) return runPilot(spec, options.pilot, context)
        if (!options.plan) return runSweep(spec, context)
        const plan = await context.client.experiments.plan(spec)
        if (context.json) return printJson(plan)
        printResult(describePlan(plan))
      })
    })
}

/** Measures how long answers are, then says what the whole will cost. The runs do not pay for these answers again. */
async function runPilot(spec: SweepSpec, mostUsd: string, { client, json }: CommandContext): Promise<void> {
  const pilot = await client.experiments.pilot({ spec, mostUsd: numberOf(mostUsd) })
  const forecast = await client.experiments.forecast(spec)
  if (json) return printJson({ pilot, forecast })
  const { answered, failed, spentUsd } = pilot
  const unread = failed > 0 ? `, ${failed} without a usable answer` : ''
  printResult(
    `Pilot: ${answered + failed} questions${unread}, $${spentUsd.toFixed(4)} spent; the runs reuse the answers.`,
  )
  const { lowUsd, middleUsd, highUsd } = forecast.known
  const range = `$${middleUsd.toFixed(4)} (${lowUsd.toFixed(4)}–${highUsd.toFixed(4)})`
  const unknown = forecast.unknownPrices.map(({ model }) => model).join(', ')
  printResult(
    `The rest will cost about ${range}${unknown === '' ? '' : `, and what ${unknown} costs, whose price is not known`}.`,
  )
}

/** The file's budget with the caps of the command line over it. */
function budgetOf(file: Record<string, unknown>, { capRun, capSweep }: ExperimentOptions): { budget?: unknown } {
  if (capRun === undefined && capSweep === undefined) return {}
  const budget = typeof file.budget === 'object' ? file.budget : {}
  return {
    budget: {
      ...budget,
      ...(capRun !== undefined && { perRunUsd: numberOf(capRun) }),
      ...(capSweep !== undefined && { perSweepUsd: numberOf(capSweep) }),
    },
  }
}

function parseSpec(file: Record<string, unknown>, options: ExperimentOptions): SweepSpec {
  const candidate = {
    ...file,
    ...(options.eval !== undefined && { eval: options.eval }),
    ...(options.split !== undefined && { split: options.split }),
    ...budgetOf(file, options),
    ...(options.batch && { batch: true }),
  }
  const parsed = SweepSpec.safeParse(candidate, { reportInput: true })
  if (parsed.success) return parsed.data
  const problems = describeIssues(parsed.error, 'the sweep')
  throw new AppError('INVALID_INPUT', `The sweep is not valid: ${problems.join('; ')}. Nothing was started.`, {
    problems,
  })
}
