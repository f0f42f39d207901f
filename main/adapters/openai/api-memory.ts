import { isOpenAi } from './is-open-ai.ts'

export type OpenAiApi = 'chat' | 'responses'

/** Which of OpenAI's two APIs a server has not, so that it is asked for it only once. */
export interface ApiMemory {
  /** The APIs to try, the better one first. */
  order(baseUrl: string, needsChat: boolean): [OpenAiApi, OpenAiApi?]
  markMissing(baseUrl: string, api: OpenAiApi): void
}

export function createApiMemory(): ApiMemory {
  const onlyApis = new Map<string, OpenAiApi>()
  return {
    order: (baseUrl, needsChat) => {
      const only = onlyApis.get(baseUrl)
      if (only !== undefined) return [only]
      return isOpenAi(baseUrl) && !needsChat ? ['responses', 'chat'] : ['chat', 'responses']
    },
    markMissing: (baseUrl, api) => {
      // OpenAI has both, and refuses single models in one of them.
      if (isOpenAi(baseUrl)) return
      onlyApis.set(baseUrl, api === 'chat' ? 'responses' : 'chat')
    },
  }
}
