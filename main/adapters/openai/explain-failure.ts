import type { APIError } from 'openai'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { OpenAiEmbedding } from '../../../shared/domain/recipe.ts'
import { safeAddress, safeWords } from '../provider-calls/safe-words.ts'

interface FailedCall extends Pick<OpenAiEmbedding, 'baseUrl' | 'model' | 'secretName'> {
  readonly apiKey: string | null
  readonly maxRetries: number
}

const kept = 'Vectors that arrived before are kept.'

/** What a failed request means, in a sentence that never holds the key: AppError PROVIDER_REFUSED or PROVIDER_UNAVAILABLE. */
export async function explainFailure(error: unknown, call: FailedCall): Promise<AppError> {
  const { APIConnectionError, APIError } = await import('openai')
  const baseUrl = safeAddress(call.baseUrl, call.apiKey)
  if (error instanceof APIError && error.status !== undefined) return explainStatus(error, error.status, call)
  if (error instanceof SyntaxError) {
    return new AppError(
      'PROVIDER_REFUSED',
      `${baseUrl} answered with something that is not JSON. ${kept} Check that the address is that of an embeddings server, then run \`rungs resume\`.`,
      { baseUrl },
    )
  }
  const what = error instanceof APIConnectionError ? 'does not answer' : 'broke off its answer'
  return new AppError(
    'PROVIDER_UNAVAILABLE',
    `${baseUrl} ${what}. ${kept} Check the address and the server, then run \`rungs resume\`.`,
    { baseUrl },
    { cause: error },
  )
}

function explainStatus(error: APIError, status: number, call: FailedCall): AppError {
  const { model, secretName, maxRetries } = call
  const baseUrl = safeAddress(call.baseUrl, call.apiKey)
  const details = { baseUrl, model, status }
  if (status === 401 || status === 403) {
    return new AppError(
      'PROVIDER_REFUSED',
      `${baseUrl} refused the key in ${secretName} (status ${status}). ${kept} Set a valid key and run \`rungs resume\`.`,
      details,
    )
  }
  if (error.code === 'insufficient_quota') {
    return new AppError(
      'PROVIDER_REFUSED',
      `The account of the key in ${secretName} has no quota left at ${baseUrl}. ${kept} Add credit there, then run \`rungs resume\`.`,
      details,
    )
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    return new AppError(
      'PROVIDER_UNAVAILABLE',
      `${baseUrl} still answers with status ${status} after ${maxRetries} retries. ${kept} Run \`rungs resume\` later.`,
      details,
    )
  }
  return new AppError(
    'PROVIDER_REFUSED',
    `${baseUrl} refused to embed with ${model}: ${safeWords(error.message, call.apiKey)}. ${kept} Correct the recipe and start again.`,
    details,
  )
}
