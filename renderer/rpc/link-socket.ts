import { webTransport } from '../../shared/contract/web-transport.ts'

/** What of a WebSocket is used here. */
export type RpcSocket = Pick<
  WebSocket,
  'addEventListener' | 'removeEventListener' | 'send' | 'readyState' | 'close' | 'binaryType'
>

/**
 * What the RPC link sees of an open socket: its messages without the signs of life, and a close that comes at once when
 * the connection is given up, whereas a dead network can keep a real one waiting for minutes.
 */
export class LinkSocket extends EventTarget {
  readonly #socket: RpcSocket
  #closed = false

  constructor(socket: RpcSocket) {
    super()
    this.#socket = socket
    socket.addEventListener('message', ({ data }: { data: unknown }) => {
      if (this.#closed || data === webTransport.aliveMessage) return
      this.dispatchEvent(new MessageEvent('message', { data }))
    })
  }

  /** 1 is open, 3 is closed, as in a WebSocket. */
  get readyState(): number {
    return this.#closed ? 3 : this.#socket.readyState
  }

  send(message: Parameters<RpcSocket['send']>[0]): void {
    if (messageBytes(message) > webTransport.maxMessageBytes) {
      throw new Error(
        `This is too large to be sent at once (more than ${webTransport.maxMessageBytes / 1024 ** 2} MB). Nothing was changed; do it in smaller parts.`,
      )
    }
    this.#socket.send(message)
  }

  /** Ends every call in flight. */
  giveUp(): void {
    if (this.#closed) return
    this.#closed = true
    this.dispatchEvent(new Event('close'))
  }
}

function messageBytes(message: Parameters<RpcSocket['send']>[0]): number {
  if (typeof message === 'string') return new TextEncoder().encode(message).length
  return message instanceof Blob ? message.size : message.byteLength
}
