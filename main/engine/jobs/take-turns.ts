/** Half of what an interface may wait for the engine. */
const longestTurnMs = 20

/**
 * For work that goes through much, piece by piece: call it between pieces, and await it. It lets other calls of the engine
 * come when this work had the thread for a while; else it costs nothing. Throws what the signal was aborted with.
 */
export function takeTurns(signal?: AbortSignal): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < longestTurnMs) return
    await new Promise<void>((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
    sinceMs = performance.now()
  }
}
