import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { webTransport } from '../shared/contract/web-transport.ts'
import { AppError } from '../shared/domain/app-error.ts'
import type { JobId } from '../shared/domain/ids.ts'
import type { Engine } from './engine/engine.ts'
import { openWorkspace } from './open-workspace.ts'
import type { Log } from './ports/log.ts'
import { discardUploadsAfter, pathsOfOpenImports, pathsOfResumableImports } from './web/import-uploads.ts'
import { type ListenAddress, resolveListenAddress } from './web/listen-address.ts'
import { Refusal } from './web/refusal.ts'
import { RequestGate } from './web/request-gate.ts'
import { createRequestHandler } from './web/request-handler.ts'
import { RpcSockets } from './web/rpc-sockets.ts'
import { loadStaticFiles } from './web/static-files.ts'
import { Uploads } from './web/uploads.ts'
import { WebSessions } from './web/web-sessions.ts'

const defaultPort = 4517

/** A request that sends nothing for so long is dropped. */
const idleTimeoutMs = 60_000

export interface WebHostOptions {
  readonly workspaceFolder: string
  readonly log: Log
  /** The built page; default `dist/renderer` of this package. */
  readonly rendererFolder?: string
  /** 0 takes any free port. Default: 4517, or any free one when that is taken. */
  readonly port?: number
  /** Default 127.0.0.1. Every address but the loopback one needs `allowOtherHosts`, too. */
  readonly host?: string
  readonly allowOtherHosts?: boolean
  readonly maxUploadBytes?: number
  readonly maxMessageBytes?: number
  readonly aliveEveryMs?: number
}

export interface WebHost {
  /** The address with a one-time token: it lets one browser in, once. */
  readonly url: string
  /** The address without a token. */
  readonly origin: string
  readonly engine: Engine
  /** What it means that other machines can reach the host; null when they cannot. */
  readonly warning: string | null
  /** Another address with a one-time token, for another browser; the one before is dead, used or not. */
  newUrl(): string
  /** Ends all connections, stops jobs where they can be resumed, closes the workspace. */
  close(): Promise<void>
}

/**
 * Serves the app of one workspace to browsers on this machine.
 * Throws AppError INVALID_INPUT (address), CONFLICT (port taken), NOT_FOUND (page not built), or what opening the
 * workspace throws.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { workspaceFolder, log } = options
  const now = () => new Date()
  const address = resolveListenAddress(options.host, options.allowOtherHosts)
  const files = await loadStaticFiles(
    options.rendererFolder ?? fileURLToPath(new URL('../dist/renderer', import.meta.url)),
  )
  const engine = await openWorkspace(workspaceFolder, { access: 'write', log })
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 })
  try {
    const port = await listen(server, address, options.port)
    const uploads = new Uploads(workspaceFolder, options.maxUploadBytes ?? webTransport.maxUploadBytes)
    await uploads.discardAllBut(pathsOfResumableImports(engine, now()))
    const sessions = new WebSessions(join(workspaceFolder, 'web-sessions.json'), now)
    const gate = new RequestGate(address, sessions, port)
    const stop = new AbortController()
    const sockets = new RpcSockets(engine, {
      log,
      aliveEveryMs: options.aliveEveryMs ?? webTransport.aliveEveryMs,
      maxMessageBytes: options.maxMessageBytes ?? webTransport.maxMessageBytes,
      onCall: (path, _input, output) => {
        if (path !== 'datasets.import' && path !== 'jobs.resume') return
        const { jobId } = output as { jobId: JobId }
        discardUploadsAfter(jobId, engine, uploads, stop.signal).catch((error: unknown) =>
          log.warn(`The uploads of job ${jobId} could not be removed: ${error}`),
        )
      },
    })
    server.timeout = idleTimeoutMs
    const neededPaths = () => pathsOfOpenImports(engine, now())
    server.on('request', createRequestHandler({ gate, sessions, files, uploads, log, now, neededPaths }))
    server.on('upgrade', (request, connection, head) => upgrade(request, connection, head, gate, sockets))
    engine.monitors.watch((sentence) => log.warn(sentence))
    const origin = `http://${address.shownHost}:${port}`
    let closing: Promise<void> | null = null
    const close = async () => {
      stop.abort()
      sockets.close()
      await closeServer(server)
      await engine.jobs.stop()
      await uploads.discardAllBut(pathsOfResumableImports(engine, now()))
      await engine.close()
    }
    const newUrl = () => `${origin}/?token=${sessions.newToken()}`
    return {
      url: newUrl(),
      origin,
      engine,
      warning: address.warning,
      newUrl,
      close: () => {
        closing ??= close()
        return closing
      },
    }
  } catch (error) {
    await closeServer(server)
    await engine.close()
    throw error
  }
}

function upgrade(
  request: IncomingMessage,
  connection: Duplex,
  head: Buffer,
  gate: RequestGate,
  sockets: RpcSockets,
): void {
  connection.on('error', () => connection.destroy())
  try {
    gate.checkOrigin(request)
    gate.checkSession(request)
    if (request.url !== webTransport.rpcPath) throw new Refusal(404, 'There is nothing at this address.')
  } catch (error) {
    const { status, message } = error as Refusal
    connection.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(message)}\r\n\r\n${message}`,
    )
    return
  }
  sockets.accept(request, connection, head)
}

async function listen(server: Server, address: ListenAddress, wantedPort: number | undefined): Promise<number> {
  try {
    await listenOn(server, address.bind, wantedPort ?? defaultPort)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (wantedPort === undefined && code === 'EADDRINUSE') await listenOn(server, address.bind, 0)
    else throw listenError(error, code, address.bind, wantedPort ?? defaultPort)
  }
  return (server.address() as AddressInfo).port
}

function listenOn(server: Server, bind: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host: bind, port }, () => {
    server.off('error', reject)
    resolve()
  })
  return promise
}

function listenError(error: unknown, code: unknown, bind: string, port: number): AppError {
  const cause = { cause: error }
  if (code === 'EADDRINUSE') {
    const sentence = `Port ${port} is taken by another program. Nothing was started; give another --port, or leave it away for any free one.`
    return new AppError('CONFLICT', sentence, { port }, cause)
  }
  const sentence = `Rungs cannot listen on ${bind}, port ${port} (${code ?? error}). Nothing was started; give another --host or --port.`
  return new AppError('INVALID_INPUT', sentence, { bind, port }, cause)
}

function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  return promise
}
