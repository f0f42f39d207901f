import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import { offersBatches } from '../../../../shared/domain/offers-batches.ts'
import { CallFailure } from '../../../ports/call-failure.ts'
import type { BatchedCall } from '../../calls/batched-calls.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { StageProgress } from '../stage-progress.ts'
import { answerContext } from './answer-context.ts'
import { type AnswerRunInput, openExamples } from './answer-run.ts'
import { stoppedBy } from './failure-of-example.ts'
import { fewShotWriter } from './few-shot-pool.ts'
import { answerCall } from './remote-answerer.ts'

interface BatchRunInput extends Omit<AnswerRunInput, 'answerer'> {
  readonly pricing: RunPricing
}

/**
 * Has the open examples of a run answered in batches, where its provider takes them: `answerRun` then finds the answers
 * paid for, and asks alone for what a batch did not answer. Does nothing for any other provider.
 * Throws as `BatchedCalls.run`; what the provider refused stops the run with its words.
 */
export async function answerInBatches(
  { run, queries, chunkSet, pricing, countTokens }: BatchRunInput,
  ports: Pick<ExperimentPorts, 'store' | 'languageModels' | 'batchedCalls'>,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<void> {
  const { generation } = run.recipe
  if (generation === null || isExtractive(generation) || !offersBatches(generation.provider)) return
  const model = ports.languageModels.open(generation.provider, generation.model)
  if (!model.batches) return
  const answered = ports.store.answers.answered(run.runId)
  const total = queries.length * generation.repetitions
  const writeExamples = fewShotWriter(run, queries, ports)
  function* calls(): Iterable<BatchedCall> {
    for (const { query, repetition } of openExamples(queries, generation!.repetitions, answered)) {
      const passages = answerContext(run, query, chunkSet, countTokens, ports)
      const example = { query, repetition, passages, examples: writeExamples(query) }
      const call = answerCall(run, generation!, example, { model, pricing, countTokens })
      if (!('tooLong' in call)) yield call
    }
  }
  const price = pricing.priceOf(generation.model, generation.provider)
  const payer = { runId: run.runId, jobId: run.jobId, model: generation.model, caps: pricing.caps }
  try {
    await ports.batchedCalls.run(
      { payer, batches: model.batches, price, calls: calls() },
      (done) => progress('answer', 'Waiting for a batch', answered.size + done, total, 'questions'),
      signal,
    )
  } catch (error) {
    throw error instanceof CallFailure ? stoppedBy(error) : error
  }
}
