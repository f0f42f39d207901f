/** Events for one reader at a time. What nobody has read waits for the next reader; each is read once. */
export class EventQueue<Event> {
  readonly #waiting: Event[] = []
  #wake: (() => void) | null = null

  push(event: Event): void {
    this.#waiting.push(event)
    this.#wake?.()
  }

  /** Gives events as they come until the signal ends it. A new reader takes the place of the one before. */
  async *read(signal: AbortSignal | undefined): AsyncGenerator<Event, void> {
    this.#wake?.()
    let isMine = true
    while (isMine && !signal?.aborted) {
      const event = this.#waiting.shift()
      if (event !== undefined) {
        yield event
        continue
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      const wake = () => resolve()
      this.#wake = wake
      signal?.addEventListener('abort', wake, { once: true })
      await promise
      signal?.removeEventListener('abort', wake)
      isMine = this.#wake === wake
    }
  }
}
