import type { RunId } from '../../../../shared/domain/ids.ts'
import { isRecipeRun, type RecipeRun } from '../../../../shared/domain/run.ts'
import type { JobRecord } from '../../../ports/job-store.ts'
import { itemFailureOf } from '../../jobs/item-failure.ts'
import type { JobContext, JobHandler } from '../../jobs/job-handler.ts'
import { openPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { compareWithReferences } from '../judging/compare-with-references.ts'
import { judgeAnswers } from '../judging/judge-answers.ts'
import { noteOutages } from '../note-outages.ts'
import { settleRun } from '../scoring/settle-run.ts'
import type { StageProgress } from '../stage-progress.ts'
import { startedCapsOf } from '../sweeps/started-with.ts'
import { evaluatorsOfRun } from './evaluators-of-run.ts'
import { RescoreJobSpec } from './rescorings-of.ts'

/**
 * Applies evaluators to the stored answers of finished runs; one item per run. A run stays finished while it is scored, and
 * its older scores stay. A kill loses nothing: verdicts are stored one by one, and their calls are in the journal.
 */
export class RescoreHandler implements JobHandler {
  readonly kind = 'rescore'
  readonly #ports: ExperimentPorts

  constructor(ports: ExperimentPorts) {
    this.#ports = ports
  }

  async runItem(job: JobRecord, itemKey: string, context: JobContext): Promise<void> {
    const { store, lanes } = this.#ports
    const run = store.runs.run(itemKey as RunId)
    // Deleted since: nothing is left to score.
    if (!run || !isRecipeRun(run)) return
    const endNotes = noteOutages(lanes, context.note)
    try {
      await this.#score(run, job, context)
    } catch (error) {
      throw itemFailureOf(error, context.signal)
    } finally {
      endNotes()
    }
  }

  async #score(run: RecipeRun, { jobId, spec }: JobRecord, { signal, progress }: JobContext): Promise<void> {
    const { store } = this.#ports
    const { evaluators, budget } = RescoreJobSpec.parse(spec)
    const pricing = openPricing(budget ?? startedCapsOf(run, this.#ports), this.#ports)
    const examples = store.datasets.examples(run.evalSetId, run.split)
    const { countTokens } = await import('../../chunking/count-tokens.ts')
    const show: StageProgress = (_stage, words, done, total, unit) =>
      progress({ stage: `${words} · ${run.name}`, done, total, unit }, total > 0 ? done / total : 1)
    await compareWithReferences({ run, examples, evaluators, pricing, jobId }, this.#ports, show, signal)
    await judgeAnswers({ run, examples, evaluators, pricing, countTokens, jobId }, this.#ports, show, signal)
    await settleRun(run, examples, evaluatorsOfRun(run, this.#ports, evaluators), this.#ports)
  }
}
