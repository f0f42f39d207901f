import { webTransport } from '../../shared/contract/web-transport.ts'
import type { OfferedFile } from './host.ts'

/** Browsers keep six connections to a host; some must stay free for the page. */
const filesAtOnce = 4

/** How an upload reaches the host. */
export interface UploadTransport {
  /** @returns the upload's id. */
  start(signal: AbortSignal): Promise<string>
  /** @returns path on the host of the dropped entry that the file belongs to. */
  send(
    uploadId: string,
    encodedPath: string,
    file: File,
    onProgress: (sentBytes: number) => void,
    signal: AbortSignal,
  ): Promise<string>
  discard(uploadId: string): Promise<void>
}

/**
 * Streams dropped files to the host. When one fails or the signal is aborted, all of them are thrown away there.
 * @returns paths on the host of the dropped entries, in the order in which they came.
 */
export async function uploadFiles(
  files: readonly OfferedFile[],
  onProgress: (doneBytes: number, totalBytes: number) => void,
  signal: AbortSignal,
  transport: UploadTransport,
): Promise<string[]> {
  if (files.length === 0) return []
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0)
  if (totalBytes > webTransport.maxUploadBytes) {
    throw new Error(
      `The files have ${gigabytes(totalBytes)} together; at most ${gigabytes(webTransport.maxUploadBytes)} can be dropped at once. Nothing was uploaded; import them with \`rungs import\` on the machine where Rungs runs.`,
    )
  }
  const uploadId = await transport.start(signal)
  const stop = new AbortController()
  const stopOrAbort = AbortSignal.any([signal, stop.signal])
  const entries: string[] = new Array(files.length)
  let next = 0
  let doneBytes = 0
  const sendInTurn = async () => {
    while (next < files.length) {
      stopOrAbort.throwIfAborted()
      const index = next++
      const { file, path } = files[index]!
      let sentBytes = 0
      const onSent = (bytes: number) => {
        doneBytes += bytes - sentBytes
        sentBytes = bytes
        onProgress(doneBytes, totalBytes)
      }
      entries[index] = await transport.send(uploadId, encodePath(path), file, onSent, stopOrAbort)
      onSent(file.size)
    }
  }
  const senders = Array.from({ length: filesAtOnce }, sendInTurn)
  try {
    await Promise.all(senders)
  } catch (error) {
    stop.abort()
    await Promise.allSettled(senders)
    // The host removes an upload that was cut off by itself; this is for one that was stopped between two files.
    await transport.discard(uploadId).catch(() => {})
    throw error
  }
  return [...new Set(entries)]
}

function encodePath(path: string): string {
  return path.toWellFormed().replace(/^\/+/, '').split('/').map(encodeURIComponent).join('/')
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}
