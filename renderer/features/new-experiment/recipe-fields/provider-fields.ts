import type { Condition, RecipeField } from './recipe-field.ts'

export const keyExplanation = 'As it is called in Settings; never the key itself. Empty for a server without keys.'

/** The fields of a server with language models, under `generation.provider` or `rerank.provider`. */
export function providerFields(
  union: 'generation.provider' | 'rerank.provider',
  when: readonly Condition[],
): RecipeField[] {
  return [
    {
      path: `${union}.kind`,
      label: 'Provider',
      explanation: 'Where the model is asked. It gets the questions and the passages.',
      kind: 'provider',
      default: 'openai',
      when,
    },
    {
      path: `${union}.baseUrl`,
      label: 'Server address',
      explanation: 'Where the provider listens, up to /v1 for servers with the OpenAI API.',
      kind: 'text',
      default: 'https://api.openai.com/v1',
      of: { union, kinds: ['openai', 'azure', 'anthropic'] },
    },
    {
      path: `${union}.secretName`,
      label: 'Name of the key',
      explanation: keyExplanation,
      kind: 'text',
      default: 'OPENAI_API_KEY',
      emptyIs: null,
      placeholder: 'no key',
      of: { union, kinds: ['openai', 'azure', 'anthropic'] },
    },
    {
      path: `${union}.api`,
      label: 'API',
      explanation: 'Auto takes responses where the server has them, else chat completions.',
      kind: 'choice',
      options: [
        ['auto', 'auto'],
        ['chat', 'chat completions'],
        ['responses', 'responses'],
      ],
      default: 'auto',
      of: { union, kinds: ['openai'] },
      advanced: true,
    },
    {
      path: `${union}.apiVersion`,
      label: 'API version',
      explanation: "Of Azure's API.",
      kind: 'text',
      default: '2024-10-21',
      of: { union, kinds: ['azure'] },
      advanced: true,
    },
  ]
}
