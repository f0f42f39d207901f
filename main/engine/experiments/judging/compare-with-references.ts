import type { Answer, Evaluation } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import { answerWithoutCitations } from '../../generation/answer-without-citations.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import { withMeteredEmbedder } from '../costs/metered-embedder.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { openTextEmbedder } from '../indexing/open-text-embedder.ts'
import type { StageProgress } from '../stage-progress.ts'
import type { AnswersToJudge } from './judge-answers.ts'
import { nearestReference } from './nearest-reference.ts'

/** Answers whose vectors are held at once. */
const answersAtOnce = 64

/**
 * Scores answers by `similarity`: max over the references of max(0, cos(answer, reference)), in 0–1, the answer without its
 * citations. Questions without a reference have none. An empty text, or one without a known term, has no vector and so no
 * score. What a server embeds is booked in the run's ledger as judging; vectors that are known are not asked for again.
 */
export async function compareWithReferences(
  { run, examples, evaluators, pricing, jobId }: Omit<AnswersToJudge, 'countTokens'>,
  ports: ExperimentPorts,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<void> {
  const { answers } = ports.store
  const referenced = examples.queries.filter(({ answers: references }) => references.length > 0)
  for (const evaluator of evaluators) {
    if (evaluator.kind !== 'similarity' || referenced.length === 0) continue
    const measure = evaluatorMeasure(evaluator)
    const embedder = await openEmbedder(
      evaluator,
      run.provenance.corpusVersionId,
      withMeteredEmbedder(run, pricing, ports, { stage: 'judge', jobId }),
    )
    let done = answers.evaluatedAnswers(run.runId, measure)
    for (const batch of inBatches(openAnswers(run.runId, measure, referenced, ports))) {
      signal.throwIfAborted()
      const texts = batch.flatMap(({ query, answer }) => [answerWithoutCitations(answer.text), ...query.answers])
      const vectors = await embedder.vectors(texts, signal)
      let at = 0
      const evaluations = batch.map(({ query, answer }): Evaluation => {
        const [own, ...references] = vectors.slice(at, at + 1 + query.answers.length)
        at += 1 + query.answers.length
        const { queryId, repetition } = answer
        return { measure, queryId, repetition, ...nearestReference(own!, references) }
      })
      answers.addEvaluations(run.runId, evaluations)
      done += batch.length
      progress('judge', 'Comparing with references', done, Math.max(done, referenced.length), 'answers')
    }
  }
}

async function openEmbedder(
  { embedding }: Extract<Evaluator, { kind: 'similarity' }>,
  corpusVersionId: CorpusVersionId,
  ports: ExperimentPorts,
) {
  const texts = () =>
    ports.store.datasets
      .documents(corpusVersionId)
      .map(({ title, text }) => (title === '' ? text : `${title}\n${text}`))
  // Fitted on whole documents, so that runs of other chunkings on the same corpus share one measure.
  const embedder = await openTextEmbedder(embedding, `documents-${corpusVersionId}`, texts, ports)
  // Only an embedding of kind none has no embedder.
  return embedder!
}

interface OpenAnswer {
  readonly query: EvalQuery
  readonly answer: Answer
}

function* openAnswers(
  runId: AnswersToJudge['run']['runId'],
  measure: string,
  queries: readonly EvalQuery[],
  { store }: Pick<ExperimentPorts, 'store'>,
): Generator<OpenAnswer> {
  for (const query of queries) {
    const known = store.answers.evaluationsOf(runId, query.queryId).filter((one) => one.measure === measure)
    for (const answer of store.answers.answersOf(runId, query.queryId)) {
      if (answer.failure === null && !known.some(({ repetition }) => repetition === answer.repetition)) {
        yield { query, answer }
      }
    }
  }
}

function* inBatches(answers: Iterable<OpenAnswer>): Generator<OpenAnswer[]> {
  let batch: OpenAnswer[] = []
  for (const answer of answers) {
    batch.push(answer)
    if (batch.length < answersAtOnce) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
