import { TrainerFailure } from '../../ports/trainer.ts'
import { ProviderFailure } from './provider-failure.ts'

/** A failed request with the provider's words, as the engine sees it; anything else unchanged. */
export function toTrainerFailure(error: unknown): unknown {
  if (!(error instanceof ProviderFailure)) return error
  const { message, kind, mayBeCharged, retryAfterMs, limits, status, code, words } = error
  return new TrainerFailure(message, { kind, mayBeCharged, retryAfterMs, limits, status, code, words })
}
