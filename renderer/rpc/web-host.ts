import { createORPCClient } from '@orpc/client'
import { uploadIdOf, webTransport } from '../../shared/contract/web-transport.ts'
import { browserUploads } from './browser-uploads.ts'
import type { EngineClient, Host, OfferedFile, SavedPieces } from './host.ts'
import { ReconnectingLink } from './reconnecting-link.ts'
import { uploadFiles } from './upload-files.ts'

/** Pieces are put into a Blob in lots of this length: a Blob can lie on the disk, a string cannot. */
const lotCharacters = 4 * 1024 * 1024

/** The host of a page in a browser: calls over a WebSocket, files by upload and download. */
export function createWebHost(): Host {
  const link = new ReconnectingLink({
    openSocket: () => new WebSocket(location.origin.replace(/^http/, 'ws') + webTransport.rpcPath),
  })
  addEventListener('online', () => link.retryNow())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') link.retryNow()
  })
  return {
    kind: 'web',
    client: createORPCClient<EngineClient>(link),
    watchConnection: (onChange) => link.watch(onChange),
    handOver: (files, onProgress, signal) => uploadFiles(files, onProgress, signal, browserUploads),
    release: async (paths) => {
      const uploadIds = new Set(paths.map(uploadIdOf))
      for (const uploadId of uploadIds) if (uploadId !== null) await browserUploads.discard(uploadId)
    },
    chooseFiles,
    save,
    openExternal: (address) => {
      if (new URL(address).protocol === 'https:') window.open(address, '_blank', 'noopener,noreferrer')
    },
  }
}

function chooseFiles(what: 'files' | 'folder'): Promise<{ files: OfferedFile[] } | null> {
  const { promise, resolve } = Promise.withResolvers<{ files: OfferedFile[] } | null>()
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.webkitdirectory = what === 'folder'
  input.addEventListener('cancel', () => resolve(null))
  input.addEventListener('change', () =>
    resolve({
      files: Array.from(input.files ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name })),
    }),
  )
  input.click()
  return promise
}

async function save(
  suggestedName: string,
  mediaType: string,
  pieces: SavedPieces,
  signal: AbortSignal,
): Promise<boolean> {
  const lots: Blob[] = []
  let lot: (string | Uint8Array<ArrayBuffer>)[] = []
  let characters = 0
  for await (const piece of pieces) {
    signal.throwIfAborted()
    lot.push(piece)
    characters += piece.length
    if (characters < lotCharacters) continue
    lots.push(new Blob(lot))
    lot = []
    characters = 0
  }
  signal.throwIfAborted()
  const address = URL.createObjectURL(new Blob([...lots, ...lot], { type: mediaType }))
  const anchor = document.createElement('a')
  anchor.href = address
  anchor.download = suggestedName
  anchor.click()
  // The download takes the content over some time after the click; there is no event for it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return true
}
