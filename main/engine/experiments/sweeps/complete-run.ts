import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { Generation } from '../../../../shared/domain/generation.ts'
import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import type { BudgetCaps } from '../../../../shared/domain/ledger.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import { answerInBatches } from '../answering/answer-in-batches.ts'
import { answerRun } from '../answering/answer-run.ts'
import type { Answerer } from '../answering/answerer.ts'
import { extractiveAnswerer } from '../answering/extractive-answerer.ts'
import { type RemoteAnswererPorts, remoteAnswerer } from '../answering/remote-answerer.ts'
import { openPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { compareWithReferences } from '../judging/compare-with-references.ts'
import { judgeAnswers } from '../judging/judge-answers.ts'
import { settleRun } from '../scoring/settle-run.ts'
import type { StageProgress } from '../stage-progress.ts'

export interface RunToComplete {
  readonly run: RecipeRun
  readonly examples: EvalExamples
  /** Null when the run retrieves nothing. */
  readonly chunkSet: ChunkSet | null
  readonly evaluators: readonly Evaluator[]
  readonly budget: BudgetCaps
  readonly batch: boolean
  /** No answer comes from the cache. */
  readonly fresh: boolean
}

/** Answers, judges, scores and sums up a run whose retrieval is done. All of it can be done again: nothing is asked twice. */
export async function completeRun(
  { run, examples, chunkSet, evaluators, budget, batch, fresh }: RunToComplete,
  ports: ExperimentPorts,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<void> {
  const { generation } = run.recipe
  if (generation !== null) {
    const { countTokens } = await import('../../chunking/count-tokens.ts')
    const pricing = openPricing(budget, ports)
    const answerer = openAnswerer(run, generation, { pricing, countTokens, fresh }, ports)
    if (batch) {
      await answerInBatches({ run, queries: examples.queries, chunkSet, pricing, countTokens }, ports, progress, signal)
    }
    await answerRun({ run, queries: examples.queries, chunkSet, answerer, countTokens }, ports, progress, signal)
    const { jobId } = run
    await compareWithReferences({ run, examples, evaluators, pricing, jobId }, ports, progress, signal)
    await judgeAnswers({ run, examples, evaluators, pricing, countTokens, jobId }, ports, progress, signal)
  }
  await settleRun(run, examples, evaluators, ports)
}

function openAnswerer(
  run: RecipeRun,
  generation: Generation,
  asked: Pick<RemoteAnswererPorts, 'pricing' | 'countTokens' | 'fresh'>,
  { languageModels, paidCalls, clock }: ExperimentPorts,
): Answerer {
  if (isExtractive(generation)) return extractiveAnswerer(run, () => clock.monotonicMs())
  const model = languageModels.open(generation.provider, generation.model)
  return remoteAnswerer(run, generation, { model, paidCalls, ...asked })
}
