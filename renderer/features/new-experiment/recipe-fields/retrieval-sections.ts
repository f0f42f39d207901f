import { ChunkingKind, SearchLanguage, SearchMode } from '../../../../shared/domain/recipe.ts'
import { type RecipeSection, retrieves } from './recipe-field.ts'

const yesNo = [
  ['true', 'yes'],
  ['false', 'no'],
] as const

const sections: readonly RecipeSection[] = [
  {
    title: 'Chunking',
    fields: [
      {
        path: 'chunking.kind',
        label: 'How documents are cut',
        explanation: 'Fixed cuts by length alone; recursive, sentence and Markdown cut at natural breaks.',
        kind: 'choice',
        options: ChunkingKind.options.map((kind) => [kind, kind === 'none' ? 'whole documents' : kind]),
        default: 'recursive',
      },
      {
        path: 'chunking.sizeTokens',
        label: 'Chunk size',
        explanation: 'Small chunks are precise, large ones keep context.',
        unit: 'tokens',
        kind: 'number',
        default: 400,
        when: [{ path: 'chunking.kind', values: ['fixed', 'recursive', 'sentence', 'markdown'] }],
      },
      {
        path: 'chunking.overlapTokens',
        label: 'Overlap',
        explanation: 'How much neighbours share, so that nothing is cut apart. Smaller than the size.',
        unit: 'tokens',
        kind: 'number',
        default: 50,
        when: [{ path: 'chunking.kind', values: ['fixed', 'recursive', 'sentence', 'markdown'] }],
      },
      {
        path: 'chunking.includeTitle',
        label: 'Title in each chunk',
        explanation: "Puts the document's title before what is indexed.",
        kind: 'choice',
        options: yesNo,
        default: true,
      },
    ],
  },
  {
    title: 'Search',
    fields: [
      {
        path: 'search.mode',
        label: 'How chunks are found',
        explanation: 'By words, by meaning, or by both with their scores put together.',
        kind: 'choice',
        options: SearchMode.options.map((mode) => [mode, mode === 'fulltext' ? 'full-text' : mode]),
        default: 'hybrid',
      },
      {
        path: 'search.fusion.kind',
        label: 'Fusion',
        explanation: 'Min-max weighs scaled scores; RRF looks at ranks only.',
        kind: 'choice',
        options: [
          ['minmax', 'min-max'],
          ['rrf', 'RRF'],
        ],
        default: 'minmax',
        when: [{ path: 'search.mode', values: ['hybrid'] }],
      },
      {
        path: 'search.fusion.alpha',
        label: 'Weight of vectors, α',
        explanation: '0 = words alone, 1 = vectors alone.',
        kind: 'number',
        default: 0.3,
        of: { union: 'search.fusion', kinds: ['minmax'] },
      },
      {
        path: 'search.fusion.rankConstant',
        label: 'Rank constant',
        explanation: 'Larger: lower ranks count for more.',
        kind: 'number',
        default: 60,
        of: { union: 'search.fusion', kinds: ['rrf'] },
      },
      {
        path: 'search.k',
        label: 'Results, k',
        explanation: 'Length of the ranking that is scored. Measures deeper than k are missing.',
        unit: 'chunks',
        kind: 'number',
        default: 100,
      },
      {
        path: 'search.depth',
        label: 'Candidates per side',
        explanation: 'How many each side gives before fusion.',
        unit: 'chunks',
        kind: 'number',
        default: 100,
        advanced: true,
      },
      {
        path: 'search.language',
        label: 'Language',
        explanation: 'Stems words and leaves out stop words in full-text search.',
        kind: 'list',
        options: SearchLanguage.options.map((language) => [language, language]),
        default: 'English',
        when: [{ path: 'search.mode', values: ['fulltext', 'hybrid'] }],
      },
    ],
  },
  {
    title: 'Embedding',
    fields: [
      {
        path: 'embedding.kind',
        label: 'What makes vectors',
        explanation: 'Built-in works offline at no cost; a server needs a key and sends it your texts.',
        kind: 'choice',
        options: [
          ['builtin', 'built-in'],
          ['openai', 'server'],
          ['none', 'none'],
        ],
        default: 'builtin',
      },
      {
        path: 'embedding.variant',
        label: 'Built-in model',
        explanation: 'Vectors of 384 or 512 numbers; the larger one takes longer to fit.',
        kind: 'choice',
        options: [
          ['w384', 'w384'],
          ['w512', 'w512'],
        ],
        default: 'w384',
        of: { union: 'embedding', kinds: ['builtin'] },
      },
      {
        path: 'embedding.seed',
        label: 'Seed',
        explanation: 'Another seed gives other random vectors: shows how much chance is in the result.',
        kind: 'number',
        default: 0,
        of: { union: 'embedding', kinds: ['builtin'] },
        advanced: true,
      },
      {
        path: 'embedding.baseUrl',
        label: 'Server address',
        explanation: 'Any server with an OpenAI-compatible /embeddings endpoint.',
        kind: 'text',
        default: 'https://api.openai.com/v1',
        of: { union: 'embedding', kinds: ['openai'] },
      },
      {
        path: 'embedding.model',
        label: 'Model',
        explanation: 'Its name, as the server knows it.',
        kind: 'text',
        default: 'text-embedding-3-small',
        of: { union: 'embedding', kinds: ['openai'] },
      },
      {
        path: 'embedding.dimensions',
        label: 'Dimensions',
        explanation: "Asks for shorter vectors; empty takes the model's own length.",
        kind: 'number',
        default: null,
        of: { union: 'embedding', kinds: ['openai'] },
        advanced: true,
      },
      {
        path: 'embedding.secretName',
        label: 'Name of the key',
        explanation: 'As it is called in Settings, such as OPENAI_API_KEY; never the key itself.',
        kind: 'text',
        default: 'OPENAI_API_KEY',
        of: { union: 'embedding', kinds: ['openai'] },
      },
    ],
  },
]

/** How documents are cut, searched and embedded: asked for only where something is retrieved. */
export const retrievalSections: readonly RecipeSection[] = sections.map(({ title, fields }) => ({
  title,
  fields: fields.map((field) => ({ ...field, when: [retrieves, ...(field.when ?? [])] })),
}))
