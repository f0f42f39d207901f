import { z } from 'zod'

/** Whom a port that arrives at the page leads to. */
export const PortMessage = z.object({ kind: z.literal('rungs:port'), to: z.enum(['engine', 'desktop']) })
export type PortMessage = z.infer<typeof PortMessage>

/**
 * What the preload puts on the page as `window.rungsHost`: nothing but ports and the paths of dropped files. Ports
 * arrive as window messages of the kind `PortMessage`. `DroppedFile` is the browser's File.
 */
export interface DesktopBridge<DroppedFile> {
  /** Asks for a port to the engine and one to the desktop app. Another engine port comes whenever the engine starts anew. */
  requestPorts(): void
  /** Where a dropped or chosen file is; empty for a file that was made by a page. */
  pathOf(file: DroppedFile): string
}
