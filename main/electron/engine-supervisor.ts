import { once } from 'node:events'
import { RPCHandler } from '@orpc/server/message-port'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { Secrets } from '../ports/secrets.ts'
import { FromEngine, type ToEngine } from './engine-messages.ts'
import { RestartLimit } from './restart-limit.ts'
import { createSecretsRouter } from './secrets-router.ts'

/** How long an engine may take to stop its jobs and close the workspace. */
const stopWithinMs = 20_000

export interface EngineSupervisorEvents {
  /** The workspace is open. */
  onOpen(workspace: { folder: string; name: string }): void
  /** The workspace cannot be opened. The process goes on; another workspace can be opened. */
  onRefused(sentence: string): void
  onJob(snapshot: JobSnapshot): void
  /** The process ended: nothing runs. */
  onEnded(): void
  /** The process ended unasked and runs again, with an engine that pages have no port to yet. */
  onRestarted(resumedJobs: number): void
  /** The process ended unasked again and again; it is not started any more. */
  onGaveUp(): void
}

/**
 * The process that the engine runs in. When it ends unasked it is started again, and the jobs that ran go on from their
 * last finished item, unless it ends again at once: then they wait for the user.
 */
export class EngineSupervisor {
  readonly #entry: string
  readonly #secrets: Secrets
  readonly #events: EngineSupervisorEvents
  readonly #restarts = new RestartLimit()
  readonly #activeJobs = new Set<JobId>()
  #child: UtilityProcess | null = null
  #folder: string | null = null

  /** @param entry path of the bundled main/engine-process.ts. */
  constructor(entry: string, secrets: Secrets, events: EngineSupervisorEvents) {
    this.#entry = entry
    this.#secrets = secrets
    this.#events = events
  }

  get hasActiveJobs(): boolean {
    return this.#activeJobs.size > 0
  }

  /** Starts the engine of a workspace. The one before must have been stopped. */
  start(folder: string): void {
    this.#folder = folder
    this.#activeJobs.clear()
    this.#fork(folder, null)
  }

  /** A new port for a page, straight to the engine; null when no engine runs. */
  connect(): MessagePortMain | null {
    if (!this.#child) return null
    const { port1, port2 } = new MessageChannelMain()
    tell(this.#child, { kind: 'serve' }, port1)
    return port2
  }

  /** Resolves when the workspace is closed. Jobs stop where they can be resumed. */
  async stop(): Promise<void> {
    const child = this.#child
    if (!child) return
    this.#child = null
    const ended = once(child, 'exit')
    tell(child, { kind: 'stop' })
    const timer = setTimeout(() => child.kill(), stopWithinMs)
    await ended
    clearTimeout(timer)
    this.#activeJobs.clear()
    this.#events.onEnded()
  }

  #fork(folder: string, restart: { resume: readonly JobId[] } | null): void {
    const child = utilityProcess.fork(this.#entry, [], { serviceName: 'Rungs engine', stdio: 'inherit' })
    this.#child = child
    child.on('message', (data: unknown) => {
      if (this.#child === child) this.#hear(FromEngine.parse(data), folder, restart !== null)
    })
    child.once('exit', () => {
      if (this.#child === child) this.#ended()
    })
    const { port1, port2 } = new MessageChannelMain()
    new RPCHandler(createSecretsRouter(this.#secrets)).upgrade(port2)
    port2.start()
    tell(child, { kind: 'open', folder, resume: [...(restart?.resume ?? [])] }, port1)
  }

  #hear(message: FromEngine, folder: string, isRestart: boolean): void {
    switch (message.kind) {
      case 'open':
        this.#events.onOpen({ folder, name: message.name })
        if (isRestart) this.#events.onRestarted(message.resumed)
        break
      case 'refused':
        this.#events.onRefused(message.sentence)
        break
      case 'job': {
        const { jobId, status } = message.snapshot
        if (status === 'queued' || status === 'running') this.#activeJobs.add(jobId)
        else this.#activeJobs.delete(jobId)
        this.#events.onJob(message.snapshot)
      }
    }
  }

  #ended(): void {
    this.#child = null
    this.#events.onEnded()
    const interrupted = [...this.#activeJobs]
    this.#activeJobs.clear()
    switch (this.#restarts.next(performance.now())) {
      case 'resume':
        this.#fork(this.#folder!, { resume: interrupted })
        break
      case 'start':
        this.#fork(this.#folder!, { resume: [] })
        break
      case 'give up':
        this.#events.onGaveUp()
    }
  }
}

function tell(child: UtilityProcess, message: ToEngine, ...ports: MessagePortMain[]): void {
  child.postMessage(message, ports)
}
