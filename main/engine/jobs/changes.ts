/** Who of many changed, told to whoever listens. */
export class Changes<Id> {
  readonly #listeners = new Set<(id: Id) => void>()

  announce(id: Id): void {
    for (const listener of this.#listeners) listener(id)
  }

  /** @returns a function that ends it. */
  onChange(listener: (id: Id) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Gathers changes from now on, so that none is lost between a look at the store and the wait for the next. */
  gather(signal: AbortSignal | undefined, concerns: (id: Id) => boolean = () => true): GatheredChanges<Id> {
    let changed = new Set<Id>()
    let wake = () => {}
    const onAbort = () => wake()
    const stopListening = this.onChange((id) => {
      if (!concerns(id)) return
      changed.add(id)
      wake()
    })
    signal?.addEventListener('abort', onAbort)
    return {
      next: async () => {
        if (changed.size === 0 && !signal?.aborted) {
          const { promise, resolve } = Promise.withResolvers<void>()
          wake = resolve
          await promise
        }
        const taken = changed
        changed = new Set()
        return taken
      },
      stop: () => {
        stopListening()
        signal?.removeEventListener('abort', onAbort)
      },
    }
  }
}

interface GatheredChanges<Id> {
  /** Who changed since it was asked last; waits for the first one. Empty once the signal is aborted. */
  next(): Promise<ReadonlySet<Id>>
  stop(): void
}
