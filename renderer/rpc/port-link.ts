import type { ClientLink, ClientOptions } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { ConnectionLostError } from './connection-lost-error.ts'
import { guardConnection } from './guard-connection.ts'
import type { ConnectionState } from './host.ts'

type NoContext = Record<never, never>

const lostSentence =
  'The engine stopped before the answer came. What was stored is kept; look whether it was done before you do it again.'

interface Connection {
  readonly port: MessagePort
  readonly link: RPCLink<NoContext>
  isLost: boolean
}

/**
 * Calls over a message port that is replaced when the process at its other end is started anew. Calls made while there
 * is none wait for the next; calls and streams in flight fail with ConnectionLostError, because only who made them knows
 * whether they may be repeated.
 */
export class PortLink implements ClientLink<NoContext> {
  readonly #callWaitMs: number
  readonly #watchers = new Set<(state: ConnectionState) => void>()
  readonly #waiting = new Set<(connection: Connection) => void>()
  #state: ConnectionState = 'connecting'
  #connection: Connection | null = null

  /** @param callWaitMs so long a call waits for a port before it fails; nothing was sent then. */
  constructor({ callWaitMs = 30_000 }: { callWaitMs?: number } = {}) {
    this.#callWaitMs = callWaitMs
  }

  /** Takes a new port in place of the one before. */
  take(port: MessagePort): void {
    if (this.#connection) this.#lose(this.#connection)
    const connection: Connection = { port, link: new RPCLink({ port }), isLost: false }
    port.addEventListener('close', () => this.#lose(connection))
    port.start()
    this.#connection = connection
    this.#setState('open')
    for (const go of this.#waiting) go(connection)
    this.#waiting.clear()
  }

  /** Calls back at once and on every change. @returns a function that ends it. */
  watch(onChange: (state: ConnectionState) => void): () => void {
    this.#watchers.add(onChange)
    onChange(this.#state)
    return () => this.#watchers.delete(onChange)
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<NoContext>): Promise<unknown> {
    const connection = this.#connection ?? (await this.#waitForPort(options.signal))
    const guarded = { isLost: () => connection.isLost, signal: options.signal, lostSentence }
    return guardConnection(guarded, () => connection.link.call(path, input, options))
  }

  #waitForPort(signal: AbortSignal | undefined): Promise<Connection> {
    const { promise, resolve, reject } = Promise.withResolvers<Connection>()
    const timer = setTimeout(() => {
      const sentence =
        'The engine of Rungs did not answer, so nothing was done. Try it again; if it stays so, start Rungs again.'
      reject(new ConnectionLostError(sentence))
    }, this.#callWaitMs)
    const onAbort = () => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted) onAbort()
    this.#waiting.add(resolve)
    return promise.finally(() => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      this.#waiting.delete(resolve)
    })
  }

  #lose(connection: Connection): void {
    if (connection.isLost) return
    connection.isLost = true
    // Ends what still waits for an answer, also where the other end said nothing.
    connection.port.dispatchEvent(new Event('close'))
    connection.port.close()
    if (connection !== this.#connection) return
    this.#connection = null
    this.#setState('lost')
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    for (const onChange of this.#watchers) onChange(state)
  }
}
