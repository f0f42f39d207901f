import { z } from 'zod'
import { FineTuneJobId } from './ids.ts'
import { defaultProvider, ModelProvider } from './model-provider.ts'
import { hasRetrieval, type Rung } from './rung.ts'

/** Where a tuned model comes from: by it a score leads to the job, its data and its curve. */
export const TunedModel = z.strictObject({
  fineTuneJobId: FineTuneJobId,
  /** A checkpoint's id; null = the job's last model. */
  checkpoint: z.string().min(1).max(300).nullable().default(null),
})
export type TunedModel = z.infer<typeof TunedModel>

/** The model that answers, and how it is asked. */
export const Generation = z.strictObject({
  /** `extractive` is the built-in reader; any other name is asked for at the provider. */
  model: z.string({ error: 'must be the name of a model' }).trim().min(1).max(200),
  provider: ModelProvider.default(defaultProvider),
  /** Null leaves it to the provider: some models refuse to be told. */
  temperature: z.number().min(0).max(2).nullable().default(null),
  /** Also the worst case that a budget reserves for each answer. */
  maxOutputTokens: z.int().min(1).max(128_000).default(300),
  seed: z.int().nonnegative().nullable().default(null),
  /** A JSON schema that answers must follow; null for free text. */
  outputSchema: z.record(z.string(), z.unknown()).nullable().default(null),
  /** What the model can take, prompt and answer together; a longer example is not sent. Null = not known, not checked. */
  contextWindowTokens: z.int().min(256).max(10_000_000).nullable().default(null),
  /** How often each example is asked. More than one shows the spread; the second and later never come from the cache. */
  repetitions: z.int().min(1).max(20).default(1),
  /** Only at the rungs finetune and hybrid. Absent, never null, in all others, whose hash must stay what it was. */
  tuned: TunedModel.optional(),
})
export type Generation = z.infer<typeof Generation>

/** Examples shown in the prompt, from another split of the same eval set; never one that is being scored. */
export const FewShot = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('fixed'), queryIds: z.array(z.string().min(1)).min(1).max(100) }),
  z.strictObject({
    kind: z.literal('random'),
    split: z.string().min(1).default('train'),
    count: z.int().min(1).max(100).default(4),
    seed: z.int().nonnegative().default(0),
  }),
  /** The ones whose question is most like the one asked, by the words they share (TF-IDF cosine). */
  z.strictObject({
    kind: z.literal('nearest'),
    split: z.string().min(1).default('train'),
    count: z.int().min(1).max(100).default(4),
  }),
])
export type FewShot = z.infer<typeof FewShot>

/** What a model is told when the recipe says nothing else. */
export function defaultSystemPrompt(rung: Rung, notFound: string): string {
  const retrieves = hasRetrieval(rung)
  const sources = retrieves ? ' from the numbered sources' : ''
  const cite = retrieves ? ' After it, cite the sources you used by number, such as [1].' : ''
  const reason = retrieves ? 'the sources do not hold the answer' : 'you do not know the answer'
  return [
    `Answer the question${sources}. Be brief: give the answer itself, not a sentence around it.${cite}`,
    ...(notFound === '' ? [] : [`If ${reason}, say exactly: ${notFound}`]),
  ].join(' ')
}

export const defaultUserPrompt = '{{examples}}\n\n{{context}}\n\nQuestion: {{query}}\nAnswer:'

/** Placeholders: `{{query}}`, `{{context}}` and `{{examples}}`. A line that holds only an empty placeholder goes away. */
export const Prompt = z.strictObject({
  /** Null takes `defaultSystemPrompt` of the rung. */
  system: z.string().max(50_000).nullable().default(null),
  user: z
    .string()
    .max(50_000)
    .refine((text) => text.includes('{{query}}'), 'must hold {{query}}, else the question is not asked')
    .default(defaultUserPrompt),
  examples: FewShot.default({ kind: 'none' }),
  /** What an answer says when it abstains. Empty = abstaining is not offered. */
  notFound: z.string().max(200).default('not found'),
})
export type Prompt = z.infer<typeof Prompt>

/** Which of the retrieved chunks the model sees. */
export const ContextSettings = z.strictObject({
  /** Chunks taken from the top of the ranking. */
  passages: z.int().min(1).max(1000).default(8),
  /** Chunks that score below are left out; null takes all. Scores are those of the last stage: reranking, else search. */
  scoreFloor: z.number().nullable().default(null),
  /** Tokens (o200k_base) that the passages may have together; the one that crosses it is cut at a sentence. */
  budgetTokens: z.int().min(50).max(1_000_000).default(2000),
  /** Text that an earlier passage already holds is left out. */
  removeOverlaps: z.boolean().default(true),
})
export type ContextSettings = z.infer<typeof ContextSettings>
