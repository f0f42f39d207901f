/**
 * Works through items, some of them at once, without ever holding more than those. The first failure stops the others after
 * what they have under way; then it is thrown.
 * @param work gets a signal that is aborted with `signal`, or by a failure of another item.
 */
export async function eachAtOnce<Item>(
  items: Iterable<Item>,
  atOnce: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  // One iterator for all workers: each item is taken once.
  const iterator = items[Symbol.iterator]()
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      either.throwIfAborted()
      await work(next.value, either)
    }
  }
  await Promise.all(
    Array.from({ length: atOnce }, () =>
      worker().catch((error: unknown) => {
        if (!stop.signal.aborted) stop.abort(error)
      }),
    ),
  )
  signal.throwIfAborted()
  stop.signal.throwIfAborted()
}
