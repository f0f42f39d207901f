import { AppError } from '../../../../shared/domain/app-error.ts'
import type { PilotResult } from '../../../../shared/domain/forecast.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import type { SweepSpec } from '../../../../shared/domain/recipe.ts'
import { requireWritable } from '../../../../shared/domain/require-writable.ts'
import type { ModelReply } from '../../../ports/language-model.ts'
import { failureOfExample } from '../answering/failure-of-example.ts'
import { openPricing } from '../costs/run-pricing.ts'
import { worstCaseUsage } from '../costs/worst-case-usage.ts'
import { eachAtOnce } from '../each-at-once.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { planSweep } from '../sweeps/start-sweep.ts'
import { pilotRunId } from './earlier-outputs.ts'
import { PilotPlan, pilotQuestions } from './pilot-calls.ts'
import { recipesToForecast } from './recipes-to-forecast.ts'

const questionsAtOnce = 8

/**
 * Asks each model of a sweep up to 20 of its questions, drawn by a fixed seed, exactly as the runs will: the forecast then
 * knows how long its answers are, and the runs find these answers and do not pay for them again.
 * @param mostUsd what it may spend at most; the sweep's and the month's caps hold too.
 * Throws AppError INVALID_INPUT when nothing can be measured, BUDGET_REACHED, or what a run throws when its provider fails.
 */
export async function pilotSweep(
  spec: SweepSpec,
  mostUsd: number,
  ports: ExperimentPorts,
  signal: AbortSignal = new AbortController().signal,
): Promise<PilotResult> {
  requireWritable(ports.store, 'sent')
  const planned = planSweep(spec, ports)
  const examples = ports.store.datasets.examples(planned.evalSet.evalSetId, planned.split.name)
  const plan = new PilotPlan(ports)
  for await (const { asked } of recipesToForecast(planned, examples, pilotQuestions, ports, signal)) plan.add(asked)
  if (plan.calls.length === 0) {
    throw new AppError(
      'INVALID_INPUT',
      'There is nothing that a pilot could measure: these questions are answered already, or the prompts are not known before an index is built or passages are reranked. Nothing was sent.',
    )
  }
  const { perRunUsd = null, perSweepUsd = null } = spec.budget ?? {}
  const cap = Math.min(mostUsd, perRunUsd ?? mostUsd, perSweepUsd ?? mostUsd)
  const pricing = openPricing({ perRunUsd: null, perSweepUsd: cap }, ports)
  const { countTokens } = await import('../../chunking/count-tokens.ts')
  const jobId = ports.newId() as JobId
  let answered = 0
  let failed = 0
  await eachAtOnce(plan.calls, questionsAtOnce, signal, async ({ queryId, generation, model, request }, either) => {
    try {
      await ports.paidCalls.call<ModelReply>(
        {
          use: { runId: pilotRunId(model.key), stage: 'generation', queryId, repetition: 0, part: 'pilot' },
          jobId,
          lane: model.lane,
          model: generation.model,
          modelKey: model.key,
          request,
          useCache: true,
          worstCase: worstCaseUsage(request, countTokens),
          price: pricing.priceOf(generation.model, generation.provider),
          caps: pricing.caps,
          send: (callSignal) => model.send(request, callSignal),
        },
        either,
      )
      answered += 1
    } catch (error) {
      // Throws what the other questions would meet as well.
      failureOfExample(error)
      failed += 1
    }
  })
  const { confirmedUsd, unconfirmedUsd } = ports.store.calls.spendingOfJob(jobId)
  return { answered, failed, spentUsd: confirmedUsd + unconfirmedUsd }
}
