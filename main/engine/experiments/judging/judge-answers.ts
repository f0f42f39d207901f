import type { Answer, Evaluation } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import { answerWithoutCitations } from '../../generation/answer-without-citations.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import { abstains, isFailedVerdict } from '../../generation/failed-verdict.ts'
import { type JudgeQuestion, judgePrompt, type Source } from '../../generation/judge-prompt.ts'
import { readCitationsReply } from '../../generation/read-citations-reply.ts'
import { readFaithfulnessReply } from '../../generation/read-faithfulness-reply.ts'
import { readJudgeReply } from '../../generation/read-judge-reply.ts'
import { eachAtOnce } from '../each-at-once.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { StageProgress } from '../stage-progress.ts'
import { type Judge, judgesOf } from './judges-of.ts'
import { type JudgedRun, type JudgeReply, openJudge } from './open-judge.ts'

export interface AnswersToJudge extends JudgedRun {
  readonly examples: EvalExamples
  readonly evaluators: readonly Evaluator[]
}

const judgmentsAtOnce = 16

/**
 * Lets every judge score every answer that it has not scored yet; the measure's name holds the judge's version, so older
 * scores stay. A reply that cannot be read is a missing score with its reason; a job that scores a run again asks such a
 * one once more, past the cache.
 */
export async function judgeAnswers(
  { examples, evaluators, ...judged }: AnswersToJudge,
  ports: ExperimentPorts,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<void> {
  const { run, jobId } = judged
  const { answers } = ports.store
  for (const judge of judgesOf(evaluators)) {
    const ask = openJudge(judge, judged, ports)
    const part = evaluatorMeasure(judge)
    let done = answers.evaluatedAnswers(run.runId, measuresOf(judge)[0]!)
    const open = openAnswers(run, examples.queries, judge, jobId !== run.jobId, ports)
    await eachAtOnce(open, judgmentsAtOnce, signal, async ({ query, answer, again }, either) => {
      const question = questionOf(judge, query, answer, run, ports)
      const evaluations = question
        ? evaluationsOf(judge, answer, await ask({ prompt: judgePrompt(question), answer, part, again }, either))
        : withoutScore(judge, answer, abstains)
      answers.addEvaluations(run.runId, evaluations)
      if (!again) done += 1
      progress('judge', `Judging (${judge.kind})`, done, Math.max(done, examples.queries.length), 'answers')
    })
  }
}

/** Names of the measures that a judge gives. */
export function measuresOf(judge: Judge): string[] {
  const measure = evaluatorMeasure(judge)
  if (judge.kind !== 'citations') return [measure]
  const version = measure.slice(measure.indexOf('#'))
  return [`citationPrecision${version}`, `citationRecall${version}`]
}

interface OpenAnswer {
  readonly query: EvalQuery
  readonly answer: Answer
  /** It was judged, and the reply could not be used. */
  readonly again: boolean
}

/** Looks at one question after the other: a run can have more verdicts than fit in memory. */
function* openAnswers(
  run: RecipeRun,
  queries: readonly EvalQuery[],
  judge: Judge,
  asksFailedAgain: boolean,
  { store }: ExperimentPorts,
): Generator<OpenAnswer> {
  const measures = measuresOf(judge)
  for (const query of queries) {
    const verdicts = store.answers
      .evaluationsOf(run.runId, query.queryId)
      .filter(({ measure }) => measures.includes(measure))
    for (const answer of store.answers.answersOf(run.runId, query.queryId)) {
      if (answer.failure !== null) continue
      const own = verdicts.filter(({ repetition }) => repetition === answer.repetition)
      if (own.length === 0) yield { query, answer, again: false }
      else if (asksFailedAgain && isFailedVerdict(own)) yield { query, answer, again: true }
    }
  }
}

/** Null where there is nothing to ask. */
function questionOf(
  judge: Judge,
  query: EvalQuery,
  answer: Answer,
  run: RecipeRun,
  ports: ExperimentPorts,
): JudgeQuestion | null {
  const text = answerWithoutCitations(answer.text)
  switch (judge.kind) {
    case 'judge':
      return { kind: 'judge', rubric: judge.rubric, query: query.text, answer: text, references: query.answers }
    case 'answerRelevance':
      return { kind: 'answerRelevance', query: query.text, answer: text }
    case 'faithfulness':
      if (answer.abstained) return null
      return { kind: 'faithfulness', query: query.text, answer: text, sources: sourcesOf(answer, run, ports) }
    case 'citations':
      if (answer.abstained) return null
      return { kind: 'citations', query: query.text, answer: answer.text, sources: sourcesOf(answer, run, ports) }
  }
}

function sourcesOf(answer: Answer, run: RecipeRun, { store }: ExperimentPorts): Source[] {
  return answer.passages.map(({ docId, title, start, end }, index) => ({
    number: index + 1,
    title,
    text: store.datasets.document(run.provenance.corpusVersionId, docId)?.text.slice(start, end) ?? '',
  }))
}

function evaluationsOf(judge: Judge, answer: Answer, reply: JudgeReply): Evaluation[] {
  if ('failure' in reply) return withoutScore(judge, answer, reply.failure.message)
  const { queryId, repetition } = answer
  const measures = measuresOf(judge)
  const evaluation = (measure: string, score: number | null, reason: string): Evaluation => ({
    measure,
    queryId,
    repetition,
    score,
    reason,
  })
  if (judge.kind === 'citations') {
    const { precision, recall, reason } = readCitationsReply(reply.text, answer.citations)
    return [evaluation(measures[0]!, precision, reason), evaluation(measures[1]!, recall, reason)]
  }
  const { score, reason } =
    judge.kind === 'faithfulness'
      ? readFaithfulnessReply(reply.text, answer.passages.length)
      : readJudgeReply(reply.text)
  return [evaluation(measures[0]!, score, reason)]
}

function withoutScore(judge: Judge, { queryId, repetition }: Answer, reason: string): Evaluation[] {
  return measuresOf(judge).map((measure) => ({ measure, queryId, repetition, score: null, reason }))
}
