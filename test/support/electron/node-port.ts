import { EventEmitter } from 'node:events'
import type { MessagePort } from 'node:worker_threads'

/** One end of Node's message channel with the manners of Electron's MessagePortMain. */
export class NodePort extends EventEmitter {
  readonly raw: MessagePort

  constructor(raw: MessagePort) {
    super()
    this.raw = raw
    raw.on('close', () => this.emit('close'))
  }

  start(): void {
    this.raw.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }

  postMessage(data: unknown): void {
    this.raw.postMessage(data)
  }

  close(): void {
    this.raw.close()
  }
}
