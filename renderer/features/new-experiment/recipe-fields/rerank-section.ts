import { keyExplanation, providerFields } from './provider-fields.ts'
import { type RecipeSection, retrieves } from './recipe-field.ts'

export const rerankSection: RecipeSection = {
  title: 'Rerank',
  fields: [
    {
      path: 'rerank.kind',
      label: 'Reranking',
      explanation: 'Puts the first results in a new order: a server scores them, or a model grades them.',
      kind: 'choice',
      options: [
        ['none', 'none'],
        ['server', 'server'],
        ['model', 'model'],
      ],
      default: 'none',
      when: [retrieves],
    },
    {
      path: 'rerank.dialect',
      label: 'Kind of server',
      explanation: 'Standard: Jina, Together, Fireworks, vLLM, llama.cpp.',
      kind: 'choice',
      options: [
        ['standard', 'standard'],
        ['voyage', 'Voyage'],
        ['cohere', 'Cohere'],
      ],
      default: 'standard',
      of: { union: 'rerank', kinds: ['server'] },
    },
    {
      path: 'rerank.baseUrl',
      label: 'Rerank address',
      explanation: 'Where the server listens, without /rerank.',
      kind: 'text',
      default: null,
      placeholder: 'http://127.0.0.1:8000/v1',
      of: { union: 'rerank', kinds: ['server'] },
    },
    {
      path: 'rerank.model',
      label: 'Rerank model',
      explanation: 'Its name, as the server knows it.',
      kind: 'text',
      default: null,
      placeholder: 'name of the model',
      of: { union: 'rerank', kinds: ['server', 'model'] },
    },
    {
      path: 'rerank.secretName',
      label: 'Rerank key',
      explanation: keyExplanation,
      kind: 'text',
      default: null,
      placeholder: 'no key',
      of: { union: 'rerank', kinds: ['server'] },
    },
    ...providerFields('rerank.provider', [retrieves, { path: 'rerank.kind', values: ['model'] }]).map((field) => ({
      ...field,
      label: `Rerank ${field.label.toLowerCase()}`,
    })),
    {
      path: 'rerank.candidates',
      label: 'Reranked results',
      explanation: 'How many from the top; each costs tokens. Empty: 50 for a server, 20 for a model.',
      unit: 'chunks',
      kind: 'number',
      default: null,
      placeholder: 'default',
      of: { union: 'rerank', kinds: ['server', 'model'] },
    },
  ],
}
