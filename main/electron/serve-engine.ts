import { RPCHandler } from '@orpc/server/message-port'
import type { MessageEvent, MessagePortMain } from 'electron'
import { AppError } from '../../shared/domain/app-error.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { Engine } from '../engine/engine.ts'
import { openWorkspace } from '../open-workspace.ts'
import type { Log } from '../ports/log.ts'
import { createRouter } from '../rpc/router.ts'
import { type FromEngine, ToEngine } from './engine-messages.ts'
import { SecretsOfMainProcess } from './secrets-of-main-process.ts'

/** The engine's side of the connection to the main process: Electron's `process.parentPort`. */
export interface ParentPort {
  on(event: 'message', listener: (event: MessageEvent) => void): unknown
  postMessage(message: FromEngine): void
}

/**
 * Runs the engine of one workspace for the desktop app: opens it when it is told to, serves each port that it is
 * given to a page, and reports jobs. Ports that come early are served once the workspace is open.
 * @param end ends this process, after the workspace is closed.
 */
export function serveEngine(parent: ParentPort, log: Log, end: () => void): void {
  const { promise: opened, resolve, reject } = Promise.withResolvers<Engine>()
  // A page that was promised the engine learns of the refusal from the main process.
  opened.catch(() => undefined)

  parent.on('message', ({ data, ports: [port] }) => {
    const message = ToEngine.parse(data)
    switch (message.kind) {
      case 'open':
        open(message.folder, message.resume, requirePort(port)).then(resolve, (error: unknown) => {
          parent.postMessage({ kind: 'refused', sentence: sentenceOf(error, log) })
          reject(error)
        })
        break
      case 'serve': {
        const pagePort = requirePort(port)
        opened.then(
          (engine) => serve(engine, pagePort),
          () => pagePort.close(),
        )
        break
      }
      case 'stop':
        opened
          .then((engine) => engine.close())
          .catch((error: unknown) => log.warn(sentenceOf(error, log)))
          .finally(end)
    }
  })

  async function open(folder: string, resume: readonly JobId[], secretsPort: MessagePortMain): Promise<Engine> {
    const secrets = new SecretsOfMainProcess(secretsPort)
    secretsPort.start()
    const engine = await openForWriting(folder, { log, secrets })
    engine.jobs.watchAll((snapshot) => parent.postMessage({ kind: 'job', snapshot }))
    const { name, readOnly } = engine.workspace.info()
    const resumable = new Set(readOnly ? [] : engine.jobs.resumable().map(({ jobId }) => jobId))
    const resumed = resume.filter((jobId) => resumable.has(jobId))
    parent.postMessage({ kind: 'open', name, resumed: resumed.length })
    for (const jobId of resumed) engine.jobs.start(jobId)
    if (!readOnly) engine.monitors.watch((sentence) => log.warn(sentence))
    return engine
  }
}

/** Beside another writer the workspace can be read, which the page says. */
async function openForWriting(folder: string, options: { log: Log; secrets: SecretsOfMainProcess }): Promise<Engine> {
  try {
    return await openWorkspace(folder, { access: 'write', ...options })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'WORKSPACE_LOCKED') throw error
    return openWorkspace(folder, { access: 'prefer-write', ...options })
  }
}

function serve(engine: Engine, port: MessagePortMain): void {
  new RPCHandler(createRouter(engine)).upgrade(port)
  port.start()
}

function requirePort(port: MessagePortMain | undefined): MessagePortMain {
  if (!port) throw new Error('A message of the main process came without its port.')
  return port
}

function sentenceOf(error: unknown, log: Log): string {
  if (error instanceof AppError) return error.message
  log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 'The workspace could not be opened for a reason that Rungs does not know. Nothing was changed.'
}
