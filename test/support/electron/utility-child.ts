import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { ChildMessage } from './child-messages.ts'

// Runs in a child process: gives it Electron's `process.parentPort`, then loads the module that it is for.

class ChildPort extends EventEmitter {
  readonly #portId: number
  #early: unknown[] | null = []

  constructor(portId: number) {
    super()
    this.#portId = portId
  }

  start(): void {
    const early = this.#early ?? []
    this.#early = null
    for (const data of early) this.emit('message', { data, ports: [] })
  }

  receive(data: unknown): void {
    if (this.#early) this.#early.push(data)
    else this.emit('message', { data, ports: [] })
  }

  postMessage(data: unknown): void {
    send({ kind: 'port-message', portId: this.#portId, data })
  }

  close(): void {
    send({ kind: 'port-closed', portId: this.#portId })
    this.emit('close')
  }
}

const ports = new Map<number, ChildPort>()
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => send({ kind: 'message', data, portIds: [] }),
})

process.on('message', (message: ChildMessage) => {
  switch (message.kind) {
    case 'message':
      for (const portId of message.portIds) ports.set(portId, new ChildPort(portId))
      parentPort.emit('message', { data: message.data, ports: message.portIds.map((portId) => ports.get(portId)) })
      break
    case 'port-message':
      ports.get(message.portId)?.receive(message.data)
      break
    case 'port-closed':
      ports.get(message.portId)?.emit('close')
  }
})
process.on('disconnect', () => process.exit(1))
Object.assign(process, { parentPort })

await import(pathToFileURL(process.argv[2]!).href)
// The parent's messages were held back until the module listens.
send({ kind: 'message', data: { kind: 'stand-in:ready' }, portIds: [] })

function send(message: ChildMessage): void {
  if (process.connected) process.send!(message)
}
