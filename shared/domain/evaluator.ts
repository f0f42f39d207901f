import { z } from 'zod'
import { BuiltinEmbedding, OpenAiEmbedding } from './embedding.ts'
import { defaultProvider, ModelProvider } from './model-provider.ts'

/** A name that becomes part of a measure's name, so that two of a kind can stand side by side. */
const name = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]{0,39}$/, 'must begin with a small letter and hold letters, digits and - only')

const pattern = z.string().min(1).max(1000).refine(isPattern, 'is no regular expression')

export const Rubric = z.string().trim().min(1).max(20_000)

/** Fields of what asks a model. */
export const JudgeModel = {
  model: z.string().trim().min(1).max(200),
  provider: ModelProvider.default(defaultProvider),
  maxOutputTokens: z.int().min(16).max(8192).default(500),
}

/** Parts of an answer are compared as they are, after trimming. */
export const Evaluator = z.discriminatedUnion('kind', [
  /** 1 when any of the reference answers stands in the answer, whatever its case. */
  z.strictObject({ kind: z.literal('contains') }),
  z.strictObject({ kind: z.literal('regex'), name: name.default('regex'), pattern }),
  /** 1 when the answer is JSON that the schema allows. */
  z.strictObject({ kind: z.literal('jsonSchema'), schema: z.record(z.string(), z.unknown()) }),
  /** 1 when the first number of the answer is within the tolerance of the first number of a reference answer. */
  z.strictObject({
    kind: z.literal('numeric'),
    absolute: z.number().nonnegative().default(0),
    relative: z.number().nonnegative().default(0.01),
  }),
  /** The answer is a label: accuracy, macro-F1 and a confusion matrix. */
  z.strictObject({ kind: z.literal('label') }),
  /**
   * How near the answer stands to a reference answer: the cosine of the angle between their vectors, negative counted as 0;
   * of several references the nearest. The built-in embedder is fitted on the documents of the run's corpus.
   */
  z.strictObject({
    kind: z.literal('similarity'),
    embedding: z
      .discriminatedUnion('kind', [BuiltinEmbedding, OpenAiEmbedding])
      .default({ kind: 'builtin', variant: 'w384', seed: 0 }),
  }),
  /** A model gives 0–1 and its reason by this rubric. */
  z.strictObject({
    kind: z.literal('judge'),
    name: name.default('quality'),
    rubric: Rubric,
    ...JudgeModel,
  }),
  /** Supported claims / claims of the answer, by a model that sees the context. */
  z.strictObject({ kind: z.literal('faithfulness'), ...JudgeModel }),
  /** Citation precision and recall, by a model that sees each cited source. */
  z.strictObject({ kind: z.literal('citations'), ...JudgeModel }),
  /** How well the answer speaks to the question, 0–1, whether true or not. */
  z.strictObject({ kind: z.literal('answerRelevance'), ...JudgeModel }),
])
export type Evaluator = z.infer<typeof Evaluator>

export const defaultRubric =
  'Score 1 when the answer says the same as one of the reference answers, 0.5 when it is partly right or holds a smaller mistake, 0 when it is wrong or misses the point. Ignore style and length.'

function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
