import type { Answer, Evaluation } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import { isRecipeRun, type RecipeRun } from '../../../../shared/domain/run.ts'
import type { JobRecord } from '../../../ports/job-store.ts'
import { answerWithoutCitations } from '../../generation/answer-without-citations.ts'
import { pairwisePrompt, readPairwiseReply } from '../../generation/pairwise-prompt.ts'
import { pairwiseVerdict } from '../../generation/pairwise-verdict.ts'
import { itemFailureOf } from '../../jobs/item-failure.ts'
import type { JobContext, JobHandler } from '../../jobs/job-handler.ts'
import { openPricing } from '../costs/run-pricing.ts'
import { eachAtOnce } from '../each-at-once.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { type JudgeReply, openJudge } from '../judging/open-judge.ts'
import { noteOutages } from '../note-outages.ts'
import { evaluatorsOfRun } from '../rescoring/evaluators-of-run.ts'
import { settleRun } from '../scoring/settle-run.ts'
import { startedCapsOf } from '../sweeps/started-with.ts'
import { PairwiseJobSpec, pairwiseMeasure } from './pairwise-results.ts'

const pairsAtOnce = 8

interface Pair {
  readonly query: EvalQuery
  readonly baseline: Answer
  readonly answer: Answer
  /** It was judged, and a reply could not be read. */
  readonly again: boolean
}

/**
 * Asks a judge twice about each question that two runs answered, with the order of the answers swapped. Verdicts are stored
 * one by one, with the run that is held against the baseline; a kill loses none that was paid for.
 */
export class PairwiseHandler implements JobHandler {
  readonly kind = 'pairwise'
  readonly #ports: ExperimentPorts

  constructor(ports: ExperimentPorts) {
    this.#ports = ports
  }

  async runItem(job: JobRecord, _itemKey: string, context: JobContext): Promise<void> {
    const { store, lanes } = this.#ports
    const spec = PairwiseJobSpec.parse(job.spec)
    const run = store.runs.run(spec.runId)
    // One of them was deleted since: there is nothing to compare.
    if (!run || !isRecipeRun(run) || !store.runs.run(spec.baseline)) return
    const endNotes = noteOutages(lanes, context.note)
    try {
      await this.#judge(run, spec, job, context)
    } catch (error) {
      throw itemFailureOf(error, context.signal)
    } finally {
      endNotes()
    }
  }

  async #judge(run: RecipeRun, spec: PairwiseJobSpec, job: JobRecord, { signal, progress }: JobContext): Promise<void> {
    const { store } = this.#ports
    const measure = pairwiseMeasure(spec.baseline, spec.judge)
    const examples = store.datasets.examples(run.evalSetId, run.split)
    const { countTokens } = await import('../../chunking/count-tokens.ts')
    const { judge, budget } = spec
    const pricing = openPricing(budget ?? startedCapsOf(run, this.#ports), this.#ports)
    const ask = openJudge(judge, { run, jobId: job.jobId, pricing, countTokens }, this.#ports)
    const total = examples.queries.length
    let done = store.answers.evaluatedAnswers(run.runId, measure)
    await eachAtOnce(
      this.#openPairs(run.runId, spec, measure, examples.queries),
      pairsAtOnce,
      signal,
      async (pair, either) => {
        const { query, answer } = pair
        const [one, two] = [pair.baseline, answer].map(({ text }) => answerWithoutCitations(text)) as [string, string]
        const askInOrder = (order: 1 | 2, answers: [string, string]) => {
          const prompt = pairwisePrompt({ rubric: judge.rubric, query: query.text, references: query.answers, answers })
          return ask({ prompt, answer, part: `${measure} ${order}`, again: pair.again }, either)
        }
        const { queryId, repetition } = answer
        const verdict =
          one === two
            ? { score: 0.5, reason: 'The answers are the same.' }
            : verdictOf(await askInOrder(1, [one, two]), await askInOrder(2, [two, one]))
        const evaluation: Evaluation = { measure, queryId, repetition, ...verdict }
        store.answers.addEvaluations(run.runId, [evaluation])
        if (!pair.again) done += 1
        progress({ stage: `Judging in pairs · ${run.name}`, done, total, unit: 'questions' }, done / Math.max(1, total))
      },
    )
    await settleRun(run, examples, evaluatorsOfRun(run, this.#ports), this.#ports)
  }

  /** The first answers that did not fail, of questions that both answered and that are not judged. */
  *#openPairs(
    runId: RunId,
    { baseline }: PairwiseJobSpec,
    measure: string,
    queries: readonly EvalQuery[],
  ): Generator<Pair> {
    const { answers } = this.#ports.store
    const first = (id: RunId, queryId: string) => answers.answersOf(id, queryId).find(({ failure }) => failure === null)
    for (const query of queries) {
      const [own, other] = [first(runId, query.queryId), first(baseline, query.queryId)]
      if (!own || !other) continue
      const known = answers.evaluationsOf(runId, query.queryId).find((one) => one.measure === measure)
      if (!known || known.score === null) yield { query, baseline: other, answer: own, again: known !== undefined }
    }
  }
}

/** A request that failed keeps the provider's words, so that it is not mistaken for a reply that could not be read. */
function verdictOf(one: JudgeReply, two: JudgeReply) {
  if ('failure' in one) return { score: null, reason: one.failure.message }
  if ('failure' in two) return { score: null, reason: two.failure.message }
  return pairwiseVerdict(readPairwiseReply(one.text), readPairwiseReply(two.text))
}
