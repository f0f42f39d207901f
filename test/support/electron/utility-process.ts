import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ChildMessage } from './child-messages.ts'
import type { NodePort } from './node-port.ts'

const childModule = fileURLToPath(new URL('./utility-child.ts', import.meta.url))

/** Electron's UtilityProcess, as a real process of Node whose ports are piped through its parent. */
export class UtilityProcess extends EventEmitter {
  readonly modulePath: string
  readonly options: Readonly<Record<string, unknown>>
  readonly process: ChildProcess
  readonly #ports = new Map<number, NodePort>()
  #early: ChildMessage[] | null = []
  #lastPortId = 0

  constructor(modulePath: string, options: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv) {
    super()
    this.modulePath = modulePath
    this.options = options
    this.process = fork(childModule, [modulePath], { serialization: 'advanced', execArgv: [], env })
    this.process.on('message', (message: ChildMessage) => this.#receive(message))
    this.process.once('exit', (code) => {
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', code ?? 1)
    })
  }

  get pid(): number | undefined {
    return this.process.pid
  }

  postMessage(data: unknown, ports: readonly NodePort[] = []): void {
    const portIds = ports.map((port) => this.#adopt(port))
    this.#send({ kind: 'message', data, portIds })
  }

  kill(): boolean {
    return this.process.kill('SIGKILL')
  }

  #adopt(port: NodePort): number {
    const portId = ++this.#lastPortId
    this.#ports.set(portId, port)
    port.on('message', ({ data }: { data: unknown }) => this.#send({ kind: 'port-message', portId, data }))
    port.on('close', () => this.#send({ kind: 'port-closed', portId }))
    port.start()
    return portId
  }

  #receive(message: ChildMessage): void {
    if (message.kind === 'message') {
      if ((message.data as { kind?: string }).kind === 'stand-in:ready') this.#flush()
      else this.emit('message', message.data)
      return
    }
    const port = this.#ports.get(message.portId)
    if (message.kind === 'port-message') port?.postMessage(message.data)
    else port?.close()
  }

  #flush(): void {
    const early = this.#early ?? []
    this.#early = null
    for (const message of early) this.#send(message)
  }

  #send(message: ChildMessage): void {
    if (this.#early) this.#early.push(message)
    else if (this.process.connected) this.process.send(message)
  }
}
