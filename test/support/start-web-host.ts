import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { WebSocket } from 'ws'
import { startWebHost as startHost, type WebHost, type WebHostOptions } from '../../main/web.ts'
import type { EngineClient } from '../../renderer/rpc/host.ts'
import { ReconnectingLink, type ReconnectingLinkOptions } from '../../renderer/rpc/reconnecting-link.ts'
import { webTransport } from '../../shared/contract/web-transport.ts'

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface RawRequest {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** A page's connection; `sockets` holds every one that it opened, the newest last. */
export interface TestConnection extends Disposable {
  readonly client: EngineClient
  readonly link: ReconnectingLink
  readonly sockets: WebSocket[]
}

export interface TestWebHost extends WebHost, AsyncDisposable {
  readonly port: number
  readonly workspaceFolder: string
  /** A request as it stands: nothing in the address is resolved, no header is added but Host. */
  request(path: string, request?: RawRequest): Promise<RawAnswer>
  /** Opens the printed address as a browser does. @returns the Cookie header of its session. */
  signIn(): Promise<string>
  connect(cookie: string, options?: Partial<ReconnectingLinkOptions>): TestConnection
}

const silentLog = { info: () => {}, warn: () => {} }

/**
 * A web host on any free port, on a workspace of its own in a temporary folder, with a page that does nothing.
 * Disposing closes it and removes the folder if it was made here.
 */
export async function startWebHost(options: Partial<WebHostOptions> = {}): Promise<TestWebHost> {
  const temporary = await mkdtemp(join(tmpdir(), 'rungs-web-'))
  const workspaceFolder = options.workspaceFolder ?? join(temporary, 'workspace')
  const rendererFolder = options.rendererFolder ?? (await writePage(join(temporary, 'renderer')))
  const removeFolder = () => rm(temporary, { recursive: true, force: true })
  const host = await startHost({ port: 0, log: silentLog, ...options, workspaceFolder, rendererFolder }).catch(
    async (error: unknown) => {
      await removeFolder()
      throw error
    },
  )
  const port = Number(new URL(host.origin).port)
  const request = (path: string, rest?: RawRequest) => rawRequest(port, path, rest)
  return {
    ...host,
    port,
    workspaceFolder,
    request,
    signIn: async () => {
      const { headers } = await request(host.newUrl().slice(host.origin.length))
      return headers['set-cookie']![0]!.split(';')[0]!
    },
    connect: (cookie, linkOptions) => connect(host.origin, cookie, linkOptions),
    [Symbol.asyncDispose]: async () => {
      await host.close()
      await removeFolder()
    },
  }
}

function connect(origin: string, cookie: string, options: Partial<ReconnectingLinkOptions> = {}): TestConnection {
  const sockets: WebSocket[] = []
  const link = new ReconnectingLink({
    openSocket: () => {
      const socket = new WebSocket(origin.replace('http', 'ws') + webTransport.rpcPath, { headers: { cookie }, origin })
      sockets.push(socket)
      // A socket of ws has what a browser's has; their declared types of listeners differ.
      return socket as unknown as ReturnType<ReconnectingLinkOptions['openSocket']>
    },
    firstRetryMs: 10,
    maxRetryMs: 100,
    ...options,
  })
  return {
    client: createORPCClient<EngineClient>(link),
    link,
    sockets,
    [Symbol.dispose]: () => link.close(),
  }
}

function rawRequest(port: number, path: string, { method = 'GET', headers = {}, body }: RawRequest = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('data', (piece: string) => {
      text += piece
    })
    answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }))
    answer.on('error', reject)
  })
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}

async function writePage(folder: string): Promise<string> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Rungs</title><div id="root"></div>')
  await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(folder, 'assets', 'index-B3f0aZ9k.js'), 'export {}')
  return folder
}
