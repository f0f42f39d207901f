import type { ModelProvider } from '../../../shared/domain/model-provider.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LanguageModel, LanguageModels, ListedModel } from '../../ports/language-model.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { AnthropicLanguageModel } from '../anthropic/anthropic-language-model.ts'
import { listAnthropicModels } from '../anthropic/list-anthropic-models.ts'
import { createApiMemory } from '../openai/api-memory.ts'
import { listOpenAiModels } from '../openai/list-open-ai-models.ts'
import { OpenAiLanguageModel } from '../openai/open-ai-language-model.ts'
import { answerTimeoutMs } from '../provider-calls/provider-call.ts'
import { readApiKey } from '../provider-calls/read-api-key.ts'
import { toAppError } from '../provider-calls/to-app-error.ts'

interface LanguageModelsPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  /** Until a request without an answer is given up; five minutes when left out. */
  readonly timeoutMs?: number
}

/** A list is asked for by a person who waits. */
const listTimeoutMs = 20_000

/** Models at every kind of provider. Which of OpenAI's APIs a server has is found out once for all of them. */
export function createLanguageModels({
  secrets,
  clock,
  timeoutMs = answerTimeoutMs,
}: LanguageModelsPorts): LanguageModels {
  const apiMemory = createApiMemory()
  return {
    open: (provider: ModelProvider, model: string): LanguageModel =>
      provider.kind === 'anthropic'
        ? new AnthropicLanguageModel(provider, model, { secrets, clock, timeoutMs })
        : new OpenAiLanguageModel(provider, model, { secrets, clock, timeoutMs, apiMemory }),
    list: async (provider: ModelProvider, signal?: AbortSignal): Promise<ListedModel[]> => {
      signal?.throwIfAborted()
      const { baseUrl, secretName } = provider
      const apiKey = await readApiKey(secrets, { baseUrl, secretName, needed: true })
      const limitMs = Math.min(timeoutMs, listTimeoutMs)
      const call = { baseUrl, secretName, apiKey, clock, model: 'the list of models', timeoutMs: limitMs }
      try {
        return provider.kind === 'anthropic'
          ? await listAnthropicModels(provider, call, signal)
          : await listOpenAiModels(provider, call, signal)
      } catch (error) {
        throw toAppError(error)
      }
    },
  }
}
