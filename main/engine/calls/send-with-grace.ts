import type { Clock } from '../../ports/clock.ts'

const graceMs = 10_000

/**
 * Sends, and lets a request under way finish for a while after the signal: its answer is paid for.
 * Throws what `send` throws, or the signal's reason when there was no answer in that time.
 */
export async function sendWithGrace<Reply>(
  send: (signal: AbortSignal) => Promise<Reply>,
  signal: AbortSignal,
  clock: Clock,
): Promise<Reply> {
  const giveUp = new AbortController()
  const settled = new AbortController()
  const { promise: gaveUp, reject } = Promise.withResolvers<never>()
  const startGrace = () => {
    clock.sleep(graceMs, settled.signal).then(
      () => {
        giveUp.abort(signal.reason)
        reject(signal.reason)
      },
      () => {
        // It was settled in time.
      },
    )
  }
  if (signal.aborted) startGrace()
  else signal.addEventListener('abort', startGrace, { once: true })
  try {
    // An adapter that does not listen must not hold the job up.
    return await Promise.race([send(giveUp.signal), gaveUp])
  } finally {
    signal.removeEventListener('abort', startGrace)
    settled.abort()
  }
}
