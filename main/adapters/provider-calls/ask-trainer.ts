import type { Clock } from '../../ports/clock.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { explainMalformed } from './explain-broken-call.ts'
import { answerTimeoutMs, type ProviderCall } from './provider-call.ts'
import { readApiKey } from './read-api-key.ts'
import type { Fetch } from './send-for-text.ts'
import { sendOnce } from './send-once.ts'
import { toTrainerFailure } from './to-trainer-failure.ts'

export interface TrainerCallPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  readonly timeoutMs?: number
}

/** A call to a provider that trains, with its key. Throws AppError SECRET_MISSING. */
export async function openTrainerCall(
  { baseUrl, secretName }: { readonly baseUrl: string; readonly secretName: string | null },
  { secrets, clock, timeoutMs = answerTimeoutMs }: TrainerCallPorts,
  signal: AbortSignal | undefined,
): Promise<ProviderCall> {
  signal?.throwIfAborted()
  const apiKey = await readApiKey(secrets, { baseUrl, secretName, needed: true })
  return { baseUrl, secretName, apiKey, clock, timeoutMs, model: 'fine-tuning' }
}

/** Sends once. @param read null for what is no such answer. Throws TrainerFailure. */
export async function askTrainer<Answer>(
  call: ProviderCall,
  request: (fetch: Fetch) => Promise<unknown>,
  read: (json: unknown) => Answer | null,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  try {
    const { json } = await sendOnce(call, request, signal)
    const answer = read(json)
    if (answer === null) throw explainMalformed(call, 'something that is no answer about fine-tuning')
    return answer
  } catch (error) {
    throw toTrainerFailure(error)
  }
}
