import { z } from 'zod'

/**
 * What the web host and the page agree on beside the calls: addresses, limits and the answers of uploads. The desktop
 * app needs none of it.
 */
export const webTransport = {
  /** The WebSocket of the calls. */
  rpcPath: '/rpc',
  /** `POST` starts an upload; `POST …/<id>/<encoded path>` brings one file of it; `DELETE …/<id>` throws it away. */
  uploadsPath: '/uploads',
  /** Sent by the host now and then, so that the page notices a connection that died without a word. */
  aliveMessage: 'alive',
  aliveEveryMs: 15_000,
  /** Largest message of the page. Files do not travel in messages. */
  maxMessageBytes: 16 * 1024 * 1024,
  /** All files of one upload together. */
  maxUploadBytes: 4 * 1024 * 1024 * 1024,
} as const

/** @returns the upload that a path on the host is in; null for a path that was not uploaded. */
export function uploadIdOf(path: string): string | null {
  return /[\\/]uploads[\\/]([0-9a-f]{32})[\\/]/.exec(path)?.[1] ?? null
}

/** Answer to the start of an upload. */
export const StartedUpload = z.object({ uploadId: z.string() })

/** Answer to one file: the dropped entry that it belongs to (the file itself, or the folder that was dropped). */
export const UploadedFile = z.object({ path: z.string() })

/** Answer to a refused request: a sentence for the user. */
export const RefusedRequest = z.object({ message: z.string() })
