/** Gives everything else in this process its turn: what computes long calls it now and then. Throws once the signal is aborted. */
export async function letOthersWork(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve) => setImmediate(resolve))
  signal?.throwIfAborted()
}
