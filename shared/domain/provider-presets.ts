import { ModelProvider } from './model-provider.ts'

/** A provider that can be chosen by name. */
export interface ProviderPreset {
  readonly id: string
  readonly label: string
  readonly provider: ModelProvider
  /** A sentence on what it needs. */
  readonly hint: string
}

const preset = (id: string, label: string, provider: unknown, hint: string): ProviderPreset => ({
  ...{ id, label, hint },
  provider: ModelProvider.parse(provider),
})

/** A server with OpenAI's chat completions; no key means no header. */
const openAiLike = (baseUrl: string, secretName: string | null) => ({
  ...{ kind: 'openai', baseUrl, secretName, api: 'chat' },
})

/** Servers on this machine, at the ports that they listen at by default. They take no key and cost nothing. */
export const localPresets: readonly ProviderPreset[] = [
  preset(
    'ollama',
    'Ollama',
    openAiLike('http://127.0.0.1:11434/v1', null),
    'Runs on this machine: start Ollama and pull a model. Set num_ctx there when prompts are long, because Ollama cuts them without saying so.',
  ),
  preset(
    'lm-studio',
    'LM Studio',
    openAiLike('http://127.0.0.1:1234/v1', null),
    'Runs on this machine: load a model in LM Studio and start its server.',
  ),
  preset(
    'vllm',
    'vLLM',
    openAiLike('http://127.0.0.1:8000/v1', null),
    'Runs on this machine or in your network: `vllm serve MODEL`. A key is needed only when it was started with one.',
  ),
  preset(
    'llama-cpp',
    'llama.cpp',
    openAiLike('http://127.0.0.1:8080/v1', null),
    'Runs on this machine: `llama-server -m MODEL.gguf`. It answers with the model it was started with, whatever the name.',
  ),
]

export const providerPresets: readonly ProviderPreset[] = [
  preset('openai', 'OpenAI', { kind: 'openai' }, 'Needs a key in OPENAI_API_KEY.'),
  preset(
    'azure',
    'Azure OpenAI',
    { kind: 'azure', baseUrl: 'https://NAME.openai.azure.com' },
    'Needs a key in AZURE_OPENAI_API_KEY and your own address in place of NAME; the model is the name of your deployment.',
  ),
  preset('anthropic', 'Anthropic', { kind: 'anthropic' }, 'Needs a key in ANTHROPIC_API_KEY.'),
  preset(
    'together',
    'Together',
    openAiLike('https://api.together.ai/v1', 'TOGETHER_API_KEY'),
    'Needs a key in TOGETHER_API_KEY; models are named as owner/model.',
  ),
  preset(
    'fireworks',
    'Fireworks',
    openAiLike('https://api.fireworks.ai/inference/v1', 'FIREWORKS_API_KEY'),
    'Needs a key in FIREWORKS_API_KEY; models are named as accounts/fireworks/models/NAME.',
  ),
  ...localPresets,
]
