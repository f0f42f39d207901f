import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { RefusedRequest, StartedUpload, UploadedFile } from '../../shared/contract/web-transport.ts'
import { webTransport } from '../../shared/contract/web-transport.ts'
import { AppError, errorTable } from '../../shared/domain/app-error.ts'
import type { Log } from '../ports/log.ts'
import { plainPage } from './plain-page.ts'
import { Refusal } from './refusal.ts'
import type { RequestGate } from './request-gate.ts'
import { securityHeaders } from './security-headers.ts'
import type { StaticFile, StaticFiles } from './static-files.ts'
import { uploadPath } from './upload-path.ts'
import type { Uploads } from './uploads.ts'
import type { WebSessions } from './web-sessions.ts'

export interface RequestHandlerParts {
  readonly gate: RequestGate
  readonly sessions: WebSessions
  readonly files: StaticFiles
  readonly uploads: Uploads
  readonly log: Log
  readonly now: () => Date
  /** Uploaded files that are not thrown away though a page does not need them any more. */
  readonly neededPaths: () => readonly string[]
}

/** Answers everything but the WebSocket: the printed address, the page's files, uploads. */
export function createRequestHandler(parts: RequestHandlerParts) {
  const { gate, log } = parts
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      for (const [name, value] of Object.entries(securityHeaders(null))) response.setHeader(name, value)
      const host = gate.checkHost(request)
      for (const [name, value] of Object.entries(securityHeaders(host))) response.setHeader(name, value)
      if (request.method === 'GET' || request.method === 'HEAD') give(request, response, parts)
      else await change(request, response, parts)
    } catch (error) {
      if (!request.destroyed || request.complete) answerError(request, response, error, log)
    }
  }
}

function give(request: IncomingMessage, response: ServerResponse, parts: RequestHandlerParts): void {
  const { gate, sessions, files } = parts
  const { path, query } = addressOf(request)
  const token = path === '/' && request.method === 'GET' ? query.get('token') : null
  if (token !== null) {
    const session = sessions.exchange(token)
    if (session === null && !gate.hasSession(request)) {
      throw new Refusal(
        401,
        'This address was used before, or it is an old one: each lets one browser in, once. Open the one that Rungs printed last where it was started.',
      )
    }
    if (session !== null) {
      response.setHeader('set-cookie', `${gate.cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`)
    }
    response.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end()
    return
  }
  gate.checkSession(request)
  const file = files.get(path) ?? (isPageAddress(request, path) ? files.get('/index.html') : undefined)
  if (!file) throw new Refusal(404, 'There is nothing at this address.')
  answerFile(request, response, file)
}

async function change(request: IncomingMessage, response: ServerResponse, parts: RequestHandlerParts): Promise<void> {
  const { gate, uploads, now, neededPaths } = parts
  gate.checkOrigin(request)
  gate.checkSession(request)
  const { path } = addressOf(request)
  const match = /^\/uploads(?:\/([^/]+)(?:\/(.+))?)?$/.exec(path)
  if (!match) throw new Refusal(404, 'There is nothing at this address.')
  const [, uploadId, encodedPath] = match
  if (request.method === 'POST' && uploadId === undefined) {
    answerJson(response, 201, { uploadId: await uploads.start(now()) } satisfies z.infer<typeof StartedUpload>)
  } else if (request.method === 'POST' && uploadId !== undefined && encodedPath !== undefined) {
    const entry = await uploads.receive(uploadId, uploadPath(encodedPath, process.platform), request)
    answerJson(response, 201, { path: entry } satisfies z.infer<typeof UploadedFile>)
  } else if (request.method === 'DELETE' && uploadId !== undefined && encodedPath === undefined) {
    await uploads.discard(uploadId, neededPaths())
    response.writeHead(204).end()
  } else {
    throw new Refusal(405, 'This address does not take such a request.')
  }
}

/** Taken apart by hand: URL would resolve `..` and `//` before they could be refused. */
function addressOf(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  return { path, query: new URLSearchParams(query) }
}

/** Addresses of screens are known to the page only; all of them are given the page. */
function isPageAddress(request: IncomingMessage, path: string): boolean {
  const isReserved = ['/assets/', `${webTransport.uploadsPath}/`].some((prefix) => path.startsWith(prefix))
  return path === '/' || (path.startsWith('/') && !isReserved && (request.headers.accept ?? '').includes('text/html'))
}

function answerFile(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
  response.writeHead(200, {
    'content-type': file.mediaType,
    'content-length': file.bytes.length,
    'cache-control': file.cacheControl,
  })
  response.end(request.method === 'HEAD' ? undefined : file.bytes)
}

function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}

function answerError(request: IncomingMessage, response: ServerResponse, error: unknown, log: Log): void {
  // A browser sends the whole body before it reads the answer, so what is left of it is taken and dropped.
  request.resume()
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, message } = describe(error, log)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    answerJson(response, status, { message } satisfies z.infer<typeof RefusedRequest>)
    return
  }
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(request.method === 'HEAD' ? undefined : plainPage(message))
}

function describe(error: unknown, log: Log): { status: number; message: string } {
  if (error instanceof Refusal) return error
  if (error instanceof AppError) return { status: errorTable[error.code].httpStatus, message: error.message }
  log.warn(`A request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return {
    status: 500,
    message:
      'Rungs met an error that it does not know; the terminal where it was started shows more. What was stored before is kept.',
  }
}
