import type { Engine } from '../../../../main/engine/engine.ts'
import { SweepSpec } from '../../../../shared/domain/recipe.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { OpenAiServer } from '../../../support/openai-server/openai-server.ts'
import { importSample } from './fill-with-sample.ts'

const hostile = '<img src=x onerror="window.__executed=1">'

/** What the judge says of every answer; markup in it must stay text. */
export const judgeReason = `Names the value ${hostile} but not its condition.`
/** What the model says: it cites two sources that exist and one that does not. */
export const modelAnswer = `About 40 seconds [1], see also the second ${hostile} source [2] and [99].`

export interface AnswerRuns {
  /** Full text search, answered by the built-in reader. */
  readonly extractive: Run
  /** Answered and judged by models that have a price. */
  readonly rag: Run
  readonly prompt: Run
  readonly retrieval: Run
}

/**
 * Imports the sample and answers it: with the built-in reader, and with a model at a server of its own, which is gone
 * when this returns, at the RAG and the prompt rung with a judge.
 */
export async function runAnswers(engine: Engine): Promise<AnswerRuns> {
  await importSample(engine)
  await using server = await OpenAiServer.start({
    answer: ({ jsonSchema }) =>
      jsonSchema === null ? modelAnswer : JSON.stringify({ reason: judgeReason, score: 0.5 }),
  })
  const provider = { kind: 'openai', baseUrl: server.baseUrl, secretName: null }
  const price = { cachedInputUsdPerMillionTokens: null, inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 8 }
  for (const model of ['answerer', 'judge']) engine.money.setPrice({ baseUrl: server.baseUrl, model, price })
  const runs: Run[] = []
  const run = async (spec: object) => {
    const { runIds } = engine.experiments.start(SweepSpec.parse(spec))
    await engine.jobs.idle()
    const all = engine.experiments.listRuns()
    runs.push(...runIds.map((id) => all.find(({ runId }) => runId === id)!))
  }
  await run({ base: { search: { mode: 'fulltext' } } })
  await run({ base: { search: { mode: 'fulltext' }, generation: { model: 'extractive' } } })
  await run({
    name: 'Two rungs',
    base: { search: { mode: 'fulltext' }, generation: { model: 'answerer', provider } },
    evaluators: [{ kind: 'judge', rubric: 'Score 1 when it is right.', model: 'judge', provider }],
    grid: { rung: ['rag', 'prompt'] },
  })
  const [retrieval, extractive, rag, prompt] = runs
  return { retrieval: retrieval!, extractive: extractive!, rag: rag!, prompt: prompt! }
}
