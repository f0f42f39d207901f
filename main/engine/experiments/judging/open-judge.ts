import type { Answer, AnswerFailure } from '../../../../shared/domain/answer.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { ModelReply, ModelRequest } from '../../../ports/language-model.ts'
import type { JudgePrompt } from '../../generation/judge-prompt.ts'
import { failureOfExample } from '../answering/failure-of-example.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import { worstCaseUsage } from '../costs/worst-case-usage.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { Judge } from './judges-of.ts'

/** Whose answers are judged, and who pays. */
export interface JudgedRun {
  readonly run: RecipeRun
  /** Who asks: the job that made the run, or one that scores it again. */
  readonly jobId: JobId
  readonly pricing: RunPricing
  readonly countTokens: (text: string) => number
}

/** One judgment. */
export interface AskedOfJudge {
  readonly prompt: JudgePrompt
  readonly answer: Pick<Answer, 'queryId' | 'repetition'>
  /** Tells the judgments of one answer apart in the ledger. */
  readonly part: string
  /** The reply of before is of no use: it is not taken from the cache again. */
  readonly again: boolean
}

/** The judge's words, or why it gave none for this answer. */
export type JudgeReply = Pick<ModelReply, 'text'> | { readonly failure: AnswerFailure }

/** Asks a judge about the answers of one run; each reply is booked in the run's ledger. Throws as `failureOfExample`. */
export function openJudge(
  judge: Pick<Judge, 'provider' | 'model' | 'maxOutputTokens'>,
  { run, jobId, pricing, countTokens }: JudgedRun,
  { languageModels, paidCalls }: Pick<ExperimentPorts, 'languageModels' | 'paidCalls'>,
): (asked: AskedOfJudge, signal: AbortSignal) => Promise<JudgeReply> {
  const model = languageModels.open(judge.provider, judge.model)
  return async ({ prompt, answer: { queryId, repetition }, part, again }, signal) => {
    const request: ModelRequest = {
      ...prompt,
      maxOutputTokens: judge.maxOutputTokens,
      temperature: null,
      seed: null,
    }
    // With the job in it, so that a resumed job finds its own second reply, and a later job asks anew.
    const bookedAs = again ? `${part} ${jobId}` : part
    try {
      const { reply } = await paidCalls.call<ModelReply>(
        {
          use: { runId: run.runId, stage: 'judge', queryId, repetition, part: bookedAs },
          jobId,
          lane: model.lane,
          model: judge.model,
          modelKey: model.key,
          request,
          useCache: !again,
          worstCase: worstCaseUsage(request, countTokens),
          price: pricing.priceOf(judge.model, judge.provider),
          caps: pricing.caps,
          send: (callSignal) => model.send(request, callSignal),
        },
        signal,
      )
      return reply
    } catch (error) {
      return { failure: failureOfExample(error) }
    }
  }
}
