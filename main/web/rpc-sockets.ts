import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { webTransport } from '../../shared/contract/web-transport.ts'
import type { Engine } from '../engine/engine.ts'
import type { Log } from '../ports/log.ts'
import { createRouter } from '../rpc/router.ts'

/** A connection that leaves so many pings in a row unanswered is dead. One may be late while the engine computes. */
const maxMissedPongs = 3

/** Beyond this much that the network has not taken yet, streams wait. */
const maxBufferedBytes = 1024 * 1024

export interface RpcSocketsOptions {
  readonly log: Log
  readonly aliveEveryMs: number
  readonly maxMessageBytes: number
  /** Told of every call that succeeded. */
  readonly onCall: (path: string, input: unknown, output: unknown) => void
}

/** Serves the contract to every page that is connected. */
export class RpcSockets {
  readonly #server: WebSocketServer
  readonly #handler: RPCHandler<Record<never, never>>
  readonly #aliveTimer: NodeJS.Timeout
  readonly #missedPongs = new WeakMap<WebSocket, number>()

  constructor(engine: Engine, { log, aliveEveryMs, maxMessageBytes, onCall }: RpcSocketsOptions) {
    this.#server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes })
    this.#handler = new RPCHandler(createRouter(engine), {
      clientInterceptors: [
        async ({ next, path, input, signal }) => {
          try {
            const output = await next()
            onCall(path.join('.'), input, output)
            return output
          } catch (error) {
            // What the page is told on purpose needs no log; a page that has gone is no fault.
            if (!(error instanceof ORPCError) && !signal?.aborted)
              log.warn(`${path.join('.')} failed: ${stackOf(error)}`)
            throw error
          }
        },
      ],
    })
    this.#aliveTimer = setInterval(() => this.#checkAll(), aliveEveryMs)
    this.#aliveTimer.unref()
  }

  /** Takes over a connection whose request was already checked. */
  accept(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, connection, head, (socket) => this.#serve(socket))
  }

  close(): void {
    clearInterval(this.#aliveTimer)
    for (const socket of this.#server.clients) {
      socket.close(1001, 'Rungs was stopped.')
      socket.terminate()
    }
    this.#server.close()
  }

  #serve(socket: WebSocket): void {
    this.#missedPongs.set(socket, 0)
    socket.on('pong', () => this.#missedPongs.set(socket, 0))
    // ws closes the socket itself, with the code that says why; without a listener it would end the process.
    socket.on('error', () => {})
    void this.#handler.upgrade(
      { addEventListener: socket.addEventListener.bind(socket), send: (message) => sendPaced(socket, message) },
      { context: {} },
    )
  }

  #checkAll(): void {
    for (const socket of this.#server.clients) {
      const missed = this.#missedPongs.get(socket) ?? 0
      if (missed >= maxMissedPongs) {
        socket.terminate()
        continue
      }
      this.#missedPongs.set(socket, missed + 1)
      socket.ping()
      // A page does not see pings, so it gets a message of its own.
      socket.send(webTransport.aliveMessage)
    }
  }
}

/** oRPC waits for what `send` gives back; so a slow page holds its streams up instead of filling the memory. */
function sendPaced(socket: WebSocket, message: Parameters<WebSocket['send']>[0]): Promise<void> {
  return new Promise((resolve) => {
    const isBehind = socket.bufferedAmount > maxBufferedBytes
    // An error here means that the connection is closing, which the page and the peer learn by its close.
    socket.send(message, () => resolve())
    if (!isBehind) resolve()
  })
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
