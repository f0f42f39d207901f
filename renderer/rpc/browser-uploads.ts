import type { z } from 'zod'
import { RefusedRequest, StartedUpload, UploadedFile, webTransport } from '../../shared/contract/web-transport.ts'
import { ConnectionLostError } from './connection-lost-error.ts'
import type { UploadTransport } from './upload-files.ts'

/** Uploads of a browser. Only XMLHttpRequest says how much of a file was sent. */
export const browserUploads: UploadTransport = {
  start: async (signal) => (await request('POST', webTransport.uploadsPath, StartedUpload, { signal })).uploadId,
  send: async (uploadId, encodedPath, file, onProgress, signal) => {
    const address = `${webTransport.uploadsPath}/${uploadId}/${encodedPath}`
    return (await request('POST', address, UploadedFile, { body: file, onProgress, signal })).path
  },
  discard: async (uploadId) => {
    await fetch(`${webTransport.uploadsPath}/${uploadId}`, { method: 'DELETE' })
  },
}

interface RequestOptions {
  readonly body?: File
  readonly onProgress?: (sentBytes: number) => void
  readonly signal: AbortSignal
}

function request<Schema extends z.ZodType>(
  method: string,
  address: string,
  answer: Schema,
  { body, onProgress, signal }: RequestOptions,
): Promise<z.infer<Schema>> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<z.infer<Schema>>()
  const exchange = new XMLHttpRequest()
  exchange.open(method, address)
  exchange.responseType = 'json'
  const onAbort = () => {
    exchange.abort()
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort)
  exchange.upload.onprogress = ({ loaded }) => onProgress?.(loaded)
  exchange.onload = () => {
    const parsed = answer.safeParse(exchange.response)
    if (exchange.status < 300 && parsed.success) resolve(parsed.data)
    else reject(new Error(refusal(exchange)))
  }
  exchange.onerror = () =>
    reject(
      new ConnectionLostError(
        body
          ? `${body.name} could not be sent: it cannot be read any more, or the connection to Rungs was lost. Nothing of the dropped files was kept; drop them again.`
          : 'There is no connection to Rungs, so nothing was uploaded. Check that it still runs where it was started.',
      ),
    )
  exchange.onloadend = () => signal.removeEventListener('abort', onAbort)
  exchange.send(body ?? null)
  return promise
}

function refusal({ status, response }: XMLHttpRequest): string {
  const refused = RefusedRequest.safeParse(response)
  return refused.success ? refused.data.message : `The host refused the file (HTTP ${status}). Nothing was uploaded.`
}
