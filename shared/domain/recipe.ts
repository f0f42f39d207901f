import { z } from 'zod'
import { Evaluator } from './evaluator.ts'
import { ContextSettings, Generation, Prompt } from './generation.ts'
import { BudgetCaps } from './ledger.ts'
import { extractiveModel } from './model-provider.ts'
import { Rerank } from './rerank.ts'

/** The four rungs of the ladder, lowest first. */
export const Rung = z.enum(['prompt', 'rag', 'finetune', 'hybrid'])
export type Rung = z.infer<typeof Rung>

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

/** The built-in offline embedder, fitted on the indexed texts. `w384` = LSA 128 ⊕ RI 256; `w512` = LSA 256 ⊕ RI 256. */
export const BuiltinEmbedding = z.strictObject({
  kind: z.literal('builtin'),
  variant: z.enum(['w384', 'w512']).default('w384'),
  seed: z.int().nonnegative().default(0),
})
export type BuiltinEmbedding = z.infer<typeof BuiltinEmbedding>

/** Any server with an OpenAI-compatible `/embeddings` endpoint. */
export const OpenAiEmbedding = z.strictObject({
  kind: z.literal('openai'),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
  model: z.string().min(1).default('text-embedding-3-small'),
  /** Asks the server for shorter vectors; leave out to take the model's own length. */
  dimensions: z.int().min(1).max(16384).optional(),
  /** Name of the secret that holds the key: an environment variable, never the key itself. */
  secretName: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, such as OPENAI_API_KEY')
    .default('OPENAI_API_KEY'),
  batchInputs: z.int().min(1).max(2048).default(512),
})
export type OpenAiEmbedding = z.infer<typeof OpenAiEmbedding>

/** No vectors: only full-text search is possible. */
export const NoEmbedding = z.strictObject({ kind: z.literal('none') })

export const Embedding = z.discriminatedUnion('kind', [BuiltinEmbedding, OpenAiEmbedding, NoEmbedding])
export type Embedding = z.infer<typeof Embedding>

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
    /** `prompt` uses no retrieval: chunking, embedding, search, rerank and context do not matter to it. */
    rung: z
      .enum(['prompt', 'rag'], { error: 'must be prompt or rag: this version runs no fine-tuned models' })
      .default('rag'),
    chunking: Chunking.prefault({}),
    embedding: Embedding.default({ kind: 'builtin', variant: 'w384', seed: 0 }),
    search: Search.prefault({}),
    rerank: Rerank.default({ kind: 'none' }),
    context: ContextSettings.prefault({}),
    prompt: Prompt.prefault({}),
    /** Null: retrieval alone, nothing is answered. */
    generation: Generation.nullable().default(null),
  })
  .refine((recipe) => recipe.rung !== 'prompt' || recipe.generation !== null, {
    path: ['generation', 'model'],
    message: 'must be given when rung is prompt',
  })
  .refine((recipe) => recipe.rung !== 'prompt' || recipe.generation?.model !== extractiveModel, {
    path: ['generation', 'model'],
    message: 'must be a language model when rung is prompt: the extractive reader needs retrieved passages',
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
  grid: z.record(z.string(), z.array(z.unknown()).min(1, 'needs at least one value')).default({}),
})
export type SweepSpec = z.infer<typeof SweepSpec>
