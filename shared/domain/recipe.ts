import { z } from 'zod'
import { BuiltinEmbedding, Embedding, OpenAiEmbedding } from './embedding.ts'
import { Evaluator } from './evaluator.ts'
import { ContextSettings, Generation, Prompt } from './generation.ts'
import { BudgetCaps } from './ledger.ts'
import { extractiveModel } from './model-provider.ts'
import { Rerank } from './rerank.ts'
import { hasTunedModel, Rung } from './rung.ts'

export { Rung }

export const ChunkingKind = z.enum(['none', 'fixed', 'recursive', 'sentence', 'markdown'])
export type ChunkingKind = z.infer<typeof ChunkingKind>

/** How documents are cut. Sizes are o200k_base tokens. `none` keeps whole documents and ignores both sizes. */
export const Chunking = z
  .strictObject({
    kind: ChunkingKind.default('recursive'),
    sizeTokens: z.int().min(16).max(8191).default(400),
    overlapTokens: z.int().min(0).max(4095).default(50),
    /** Puts the document's title before each chunk in what is indexed and embedded (never in its character range). */
    includeTitle: z.boolean().default(true),
  })
  .refine((chunking) => chunking.kind === 'none' || chunking.overlapTokens < chunking.sizeTokens, {
    path: ['overlapTokens'],
    message: 'must be smaller than sizeTokens',
  })
export type Chunking = z.infer<typeof Chunking>

export { BuiltinEmbedding, Embedding, OpenAiEmbedding }

export const SearchMode = z.enum(['fulltext', 'vector', 'hybrid'])
export type SearchMode = z.infer<typeof SearchMode>

/** Min-max fusion: each side's scores are scaled to 0–1, then weighted; `alpha` is the weight of the vector side. */
export const MinMaxFusion = z.strictObject({
  kind: z.literal('minmax'),
  alpha: z.number().min(0).max(1).default(0.3),
})

/** Reciprocal rank fusion, score = Σ 1 / (rankConstant + rank), ranks from 1. Cormack, Clarke & Büttcher 2009. */
export const RrfFusion = z.strictObject({
  kind: z.literal('rrf'),
  rankConstant: z.int().min(1).max(1000).default(60),
})

export const Fusion = z.discriminatedUnion('kind', [MinMaxFusion, RrfFusion])
export type Fusion = z.infer<typeof Fusion>

/** Languages that the full-text index can stem and remove stop words for. */
export const SearchLanguage = z.enum([
  'Arabic',
  'Danish',
  'Dutch',
  'English',
  'Finnish',
  'French',
  'German',
  'Greek',
  'Hungarian',
  'Italian',
  'Norwegian',
  'Portuguese',
  'Romanian',
  'Russian',
  'Spanish',
  'Swedish',
  'Tamil',
  'Turkish',
])
export type SearchLanguage = z.infer<typeof SearchLanguage>

export const Search = z
  .strictObject({
    mode: SearchMode.default('hybrid'),
    /** Length of the ranking that is returned and scored, in chunks. Measures deeper than k are missing, not guessed. */
    k: z.int().min(1).max(1000).default(100),
    /** Candidates taken from each side before fusion, in chunks. */
    depth: z.int().min(1).max(1000).default(100),
    fusion: Fusion.default({ kind: 'minmax', alpha: 0.3 }),
    language: SearchLanguage.default('English'),
  })
  .refine((search) => search.k <= search.depth * (search.mode === 'hybrid' ? 2 : 1), {
    path: ['k'],
    message: 'must not exceed the candidates that depth gives (depth, or twice depth for hybrid)',
  })
export type Search = z.infer<typeof Search>

/** Everything that decides a run. */
export const Recipe = z
  .strictObject({
    /**
     * `prompt` and `finetune` use no retrieval: chunking, embedding, search, rerank and context do not matter to them.
     * `finetune` and `hybrid` ask a tuned model.
     */
    rung: Rung.default('rag'),
    chunking: Chunking.prefault({}),
    embedding: Embedding.default({ kind: 'builtin', variant: 'w384', seed: 0 }),
    search: Search.prefault({}),
    rerank: Rerank.default({ kind: 'none' }),
    context: ContextSettings.prefault({}),
    prompt: Prompt.prefault({}),
    /** Null: retrieval alone, nothing is answered. */
    generation: Generation.nullable().default(null),
  })
  .refine((recipe) => recipe.rung === 'rag' || recipe.generation !== null, {
    path: ['generation', 'model'],
    message: 'must be given when rung is prompt, finetune or hybrid',
  })
  .refine((recipe) => recipe.rung === 'rag' || recipe.generation?.model !== extractiveModel, {
    path: ['generation', 'model'],
    message: 'must be a language model: the extractive reader needs retrieved passages and is never tuned',
  })
  .refine((recipe) => hasTunedModel(recipe.rung) || !recipe.generation?.tuned, {
    path: ['generation', 'tuned'],
    message: 'belongs to a tuned model, so rung must be finetune or hybrid',
  })
  .refine((recipe) => recipe.search.mode === 'fulltext' || recipe.embedding.kind !== 'none', {
    path: ['embedding', 'kind'],
    message: 'must not be none when search.mode is vector or hybrid; use builtin or openai',
  })
export type Recipe = z.infer<typeof Recipe>

/** A grid over recipe fields. Keys are dotted field names, values the list to try: `{"search.mode": ["fulltext"]}`. */
export const SweepSpec = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  eval: z.string().min(1).optional(),
  split: z.string().min(1).optional(),
  base: z.record(z.string(), z.unknown()).default({}),
  /** Beside exact match, token F1 and ROUGE-L, which every answer with a reference gets. */
  evaluators: z.array(Evaluator).max(20).optional(),
  budget: BudgetCaps.optional(),
  /** Asks for answers in batches where the provider takes them: half the price, up to a day. Changes no recipe. */
  batch: z.boolean().optional(),
  /** Asks every question anew instead of taking answers that were given before. Changes no recipe. */
  fresh: z.boolean().optional(),
  grid: z.record(z.string(), z.array(z.unknown()).min(1, 'needs at least one value')).default({}),
})
export type SweepSpec = z.infer<typeof SweepSpec>
