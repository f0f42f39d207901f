import type { Answer } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import { eachAtOnce } from '../each-at-once.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { StageProgress } from '../stage-progress.ts'
import { answerContext } from './answer-context.ts'
import type { Answerer } from './answerer.ts'
import { failureOfExample } from './failure-of-example.ts'
import { fewShotWriter } from './few-shot-pool.ts'
import { failedAnswer } from './read-answer.ts'

export interface AnswerRunInput {
  readonly run: RecipeRun
  readonly queries: readonly EvalQuery[]
  /** Null when the run retrieves nothing. */
  readonly chunkSet: ChunkSet | null
  readonly answerer: Answerer
  readonly countTokens: (text: string) => number
}

/** Between an example's id and its repetition. No id holds it. */
const separator = '\u0000'

/**
 * Asks for every answer that a run does not have yet, and stores each as it comes. What concerns one example (refused, too
 * long, malformed) is stored as its failure; what concerns all of them stops the run, which keeps what it has.
 */
export async function answerRun(
  { run, queries, chunkSet, answerer, countTokens }: AnswerRunInput,
  ports: Pick<ExperimentPorts, 'store' | 'clock'>,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<void> {
  const { answers } = ports.store
  const { clock } = ports
  const repetitions = run.recipe.generation?.repetitions ?? 1
  const answered = answers.answered(run.runId)
  const total = queries.length * repetitions
  let done = answered.size
  const writeExamples = fewShotWriter(run, queries, ports)
  const open = openExamples(queries, repetitions, answered)
  progress('answer', 'Answering', done, total, 'questions')

  await eachAtOnce(open, answerer.examplesAtOnce, signal, async ({ query, repetition }, either) => {
    const startMs = clock.monotonicMs()
    const passages = answerContext(run, query, chunkSet, countTokens, ports)
    const prepared = { query, repetition, passages, examples: writeExamples(query) }
    const assembleMs = clock.monotonicMs() - startMs
    const answer = await answerOrFailure(answerer, prepared, either)
    answers.add(run.runId, withLatency(answer, assembleMs))
    done += 1
    progress('answer', 'Answering', done, total, 'questions')
  })
}

/** The examples of a run that have no answer yet. */
export function* openExamples(queries: readonly EvalQuery[], repetitions: number, answered: ReadonlySet<string>) {
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const query of queries) {
      if (!answered.has(`${query.queryId}${separator}${repetition}`)) yield { query, repetition }
    }
  }
}

type TimedAnswer = Awaited<ReturnType<Answerer['answer']>>

async function answerOrFailure(
  answerer: Answerer,
  prepared: Parameters<Answerer['answer']>[0],
  signal: AbortSignal,
): Promise<TimedAnswer> {
  try {
    return await answerer.answer(prepared, signal)
  } catch (error) {
    const failure = failureOfExample(error)
    const { query, repetition, passages } = prepared
    return { ...failedAnswer({ queryId: query.queryId, repetition }, passages, failure), generateMs: 0 }
  }
}

function withLatency({ generateMs, ...answer }: TimedAnswer, assembleMs: number): Answer {
  return { ...answer, latencyMs: { assemble: assembleMs, generate: generateMs } }
}
