import type { Command } from 'commander'
import { z } from 'zod'
import { answerMeasures } from '../../../shared/domain/answer-measures.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { ComparedMetric } from '../../../shared/domain/comparison.ts'
import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import { Evaluator } from '../../../shared/domain/evaluator.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import { type CommandContext, withWorkspace } from '../command-context.ts'
import { numberOf } from '../number-of.ts'
import { printJson, printResult } from '../print.ts'
import { readJsonObject } from '../read-json-file.ts'
import { watchJob } from '../watch-job.ts'

interface RescoreOptions {
  readonly evaluators: string
  readonly capRun?: string
  readonly cap?: string
}

export function addRescoreCommand(program: Command): void {
  program
    .command('rescore')
    .description('score the stored answers of finished runs; nothing is generated again, older scores stay')
    .argument('<run...>', 'run ids, unique beginnings of ids, or names')
    .requiredOption(
      '--evaluators <file.json>',
      'an object with evaluators as in a sweep (a sweep file will do); - reads standard input',
    )
    .option('--cap <usd>', 'stop before this scoring has cost more than this many US dollars')
    .option(
      '--cap-run <usd>',
      'stop before a run has cost more in all, its answers included (default: as it was started)',
    )
    .action(async (references: string[], options: RescoreOptions, command: Command) => {
      const evaluators = readEvaluators(options.evaluators)
      await withWorkspace(command, 'write-existing', async (context) => {
        const { client } = context
        const found = await client.experiments.compare({ runs: references, metrics: [] })
        const runIds = found.runs.map(({ run }) => run.runId)
        const { jobId } = await client.experiments.evaluate({ runIds, evaluators, ...budgetOf(options) })
        await finishRescoring(jobId, runIds, context)
      })
    })
}

/** Watches a scoring to its end and prints its runs. Throws AppError RUN_FAILED, or what it failed of. */
async function finishRescoring(jobId: JobId, runIds: readonly RunId[], context: CommandContext): Promise<void> {
  const job = await watchJob(jobId, context)
  const { experiments } = context.client
  const comparison = await experiments.compare({ runs: [...runIds] })
  if (context.json) printJson(comparison)
  else for (const { run, metrics } of comparison.runs) printResult([run.name, ...scoreLines(metrics)].join('\n'))
  if (job.status === 'finished') return
  throw new AppError(job.errorCode ?? 'RUN_FAILED', job.error ?? 'The scoring failed.', { jobId })
}

/** Every score of the answers with its version, the most telling first. */
function scoreLines(metrics: readonly ComparedMetric[]): string[] {
  const byName = new Map(metrics.map((metric) => [metric.metric, metric]))
  return answerMeasures([...byName.keys()]).map((name) => {
    const { value, n } = byName.get(name)!
    return `  ${name.padEnd(32)} ${value === null ? '-' : value.toFixed(3)}  n = ${n}`
  })
}

function readEvaluators(path: string): Evaluator[] {
  const parsed = z.array(Evaluator).min(1).safeParse(readJsonObject(path).evaluators, { reportInput: true })
  if (parsed.success) return parsed.data
  const problems = describeIssues(parsed.error, 'evaluators')
  throw new AppError('INVALID_INPUT', `The evaluators are not valid: ${problems.join('; ')}. Nothing was started.`, {
    problems,
  })
}

function budgetOf({ cap, capRun }: RescoreOptions) {
  if (cap === undefined && capRun === undefined) return {}
  return {
    budget: {
      perRunUsd: capRun === undefined ? null : numberOf(capRun),
      perSweepUsd: cap === undefined ? null : numberOf(cap),
    },
  }
}
