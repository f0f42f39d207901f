import type { ClientLink, ClientOptions } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { webTransport } from '../../shared/contract/web-transport.ts'
import { ConnectionLostError } from './connection-lost-error.ts'
import { guardConnection } from './guard-connection.ts'
import type { ConnectionState } from './host.ts'
import { LinkSocket, type RpcSocket } from './link-socket.ts'

type NoContext = Record<never, never>

export interface ReconnectingLinkOptions {
  /** Starts a connection. */
  readonly openSocket: () => RpcSocket
  /** The first wait before connecting again; it doubles up to `maxRetryMs`, give or take a fifth. */
  readonly firstRetryMs?: number
  readonly maxRetryMs?: number
  /** A connection without a message for so long is dead. */
  readonly silenceMs?: number
  /** So long a call waits for a connection before it fails; nothing was sent then. */
  readonly callWaitMs?: number
}

const lostSentence =
  'The connection to Rungs was lost before the answer came. What was running goes on without this page; look whether it was done before you do it again.'

interface Connection {
  readonly socket: RpcSocket
  readonly linkSocket: LinkSocket
  readonly link: RPCLink<NoContext>
  isLost: boolean
}

/**
 * Calls over a WebSocket that is opened again whenever it is lost. Calls made meanwhile wait; calls and streams in
 * flight fail with ConnectionLostError, because only who made them knows whether they may be repeated.
 */
export class ReconnectingLink implements ClientLink<NoContext> {
  readonly #options: Required<ReconnectingLinkOptions>
  readonly #watchers = new Set<(state: ConnectionState) => void>()
  readonly #opened = new EventTarget()
  #state: ConnectionState = 'connecting'
  #connection: Connection | null = null
  #attempt: Connection | null = null
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #silenceTimer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  constructor(options: ReconnectingLinkOptions) {
    this.#options = {
      firstRetryMs: 250,
      maxRetryMs: 5_000,
      silenceMs: 3 * webTransport.aliveEveryMs,
      callWaitMs: 10_000,
      ...options,
    }
    this.#connect()
  }

  /** Calls back at once and on every change. @returns a function that ends it. */
  watch(onChange: (state: ConnectionState) => void): () => void {
    this.#watchers.add(onChange)
    onChange(this.#state)
    return () => this.#watchers.delete(onChange)
  }

  /** Connects at once when a retry is being waited for: the machine woke up or is online again. */
  retryNow(): void {
    if (this.#isClosed || this.#connection || this.#attempt) return
    clearTimeout(this.#retryTimer)
    this.#connect()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#retryTimer)
    for (const connection of [this.#connection, this.#attempt]) if (connection) this.#lose(connection)
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<NoContext>): Promise<unknown> {
    const connection = this.#connection ?? (await this.#waitForConnection(options.signal))
    const guarded = { isLost: () => connection.isLost, signal: options.signal, lostSentence }
    return guardConnection(guarded, () => connection.link.call(path, input, options))
  }

  #connect(): void {
    const socket = this.#options.openSocket()
    const linkSocket = new LinkSocket(socket)
    // The link asks for a WebSocket's own types of listener; those that it uses are there.
    const link = new RPCLink<NoContext>({ websocket: linkSocket as unknown as WebSocket })
    const attempt: Connection = { socket, linkSocket, link, isLost: false }
    this.#attempt = attempt
    socket.addEventListener('open', () => this.#open(attempt))
    socket.addEventListener('message', () => this.#heard(attempt))
    socket.addEventListener('close', () => this.#lose(attempt))
    // Every error is followed by a close; without a listener some sockets throw.
    socket.addEventListener('error', () => {})
    this.#expectLife(attempt, this.#options.callWaitMs)
  }

  #open(connection: Connection): void {
    if (connection.isLost) return
    this.#attempt = null
    this.#connection = connection
    this.#expectLife(connection, this.#options.silenceMs)
    this.#setState('open')
    this.#opened.dispatchEvent(new Event('open'))
  }

  #heard(connection: Connection): void {
    if (connection !== this.#connection) return
    // Only a host that talks counts as back: one that lets in and drops at once is not asked more often for it.
    this.#failures = 0
    this.#expectLife(connection, this.#options.silenceMs)
  }

  #expectLife(connection: Connection, withinMs: number): void {
    clearTimeout(this.#silenceTimer)
    this.#silenceTimer = setTimeout(() => this.#lose(connection), withinMs)
  }

  #lose(connection: Connection): void {
    if (connection.isLost) return
    connection.isLost = true
    clearTimeout(this.#silenceTimer)
    if (connection === this.#connection) this.#connection = null
    if (connection === this.#attempt) this.#attempt = null
    connection.linkSocket.giveUp()
    connection.socket.close()
    this.#setState('lost')
    if (this.#isClosed) return
    const waitMs = Math.min(this.#options.maxRetryMs, this.#options.firstRetryMs * 2 ** this.#failures)
    this.#failures += 1
    this.#retryTimer = setTimeout(() => this.#connect(), waitMs * (0.8 + 0.4 * Math.random()))
  }

  async #waitForConnection(signal: AbortSignal | undefined): Promise<Connection> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, this.#options.callWaitMs)
    this.#opened.addEventListener('open', () => resolve(), { once: true })
    signal?.addEventListener('abort', () => resolve(), { once: true })
    if (signal?.aborted) resolve()
    await promise
    clearTimeout(timer)
    signal?.throwIfAborted()
    if (this.#connection) return this.#connection
    throw new ConnectionLostError(
      'There is no connection to Rungs, so nothing was done. Check that it still runs where it was started; this page connects again by itself.',
    )
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    for (const onChange of this.#watchers) onChange(state)
  }
}
