import { createLanguageModels } from '../../main/adapters/language-models/create-language-models.ts'
import { createEngine } from '../../main/engine/engine.ts'
import { ManualClock } from './manual-clock.ts'
import { MemorySecrets } from './memory-secrets.ts'
import { type MemoryEngine, openMemoryEngine } from './open-memory-engine.ts'

/** What is asked in the tests of batches: numbered questions about one document. */
export const batchQuestions = 30
const numbers = Array.from({ length: batchQuestions }, (_, number) => number)
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const dataset = {
  'corpus.jsonl': lines([{ _id: 'd', title: 'Hub', text: 'It holds forty seconds.' }]),
  'queries.jsonl': lines(numbers.map((number) => ({ _id: `q${number}`, text: `How long does hub ${number} hold?` }))),
  'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...numbers.map((number) => `q${number}\td\t1`)].join('\n'),
}

/**
 * An engine that takes a server on this machine for OpenAI, with a dataset and a price. @param database a file to keep; what
 * is in it already stays.
 */
export async function openBatchEngine(baseUrl: string, database = ':memory:'): Promise<MemoryEngine> {
  const memory = await openMemoryEngine({ '/data': dataset }, database)
  const real = createLanguageModels({ secrets: new MemorySecrets(), clock: new ManualClock() })
  const engine = await createEngine({
    ...memory.ports,
    newId: () => crypto.randomUUID(),
    languageModels: {
      ...real,
      open: (provider, model) => real.open({ ...provider, baseUrl, secretName: null }, model),
    },
  })
  if (engine.datasets.listEvalSets().length === 0) {
    engine.datasets.import({ paths: ['/data'], name: 'hubs', mapping: {}, dryRun: false })
    await engine.jobs.idle()
    const price = { inputUsdPerMillionTokens: 10, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 100 }
    engine.money.setPrice({ baseUrl: 'https://api.openai.com/v1', model: 'm', price })
  }
  return { ...memory, engine, [Symbol.asyncDispose]: () => engine.close() }
}
