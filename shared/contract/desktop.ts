import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

/** Sections of the page that the application menu leads to. */
export const MenuTarget = z.enum(['/new', '/datasets/import', '/runs', '/compare', '/datasets', '/settings'])
export type MenuTarget = z.infer<typeof MenuTarget>

/** What the desktop app tells its page. Each event is given once. */
export const DesktopEvent = z.discriminatedUnion('kind', [
  /** A sentence for the user, such as that the engine had to be started again. */
  z.object({ kind: z.literal('notice'), sentence: z.string() }),
  z.object({ kind: z.literal('go'), to: MenuTarget }),
])
export type DesktopEvent = z.infer<typeof DesktopEvent>

/** `system` follows the operating system. */
export const ThemeChoice = z.enum(['system', 'light', 'dark'])
export type ThemeChoice = z.infer<typeof ThemeChoice>

export const RecentWorkspace = z.object({ folder: z.string().min(1), name: z.string() })
export type RecentWorkspace = z.infer<typeof RecentWorkspace>

/** Only addresses of this kind are opened in the system's browser. */
export const ExternalAddress = z.url({ protocol: /^https$/ })

const SaveReference = z.object({ saveId: z.string().min(1) })

/**
 * Calls of the page to the desktop app around it: what a browser cannot do. The engine's calls do not pass through
 * here; they have a port of their own.
 */
export const desktopContract = {
  /** Shows the system's dialog. `null`: the user closed it. */
  chooseFiles: oc
    .input(z.object({ what: z.enum(['files', 'folder']) }))
    .output(z.object({ paths: z.array(z.string()) }).nullable()),
  /** Asks where to save. The pieces of text, or of bytes, follow; the file is there once it is finished. `null`: closed. */
  startSave: oc.input(z.object({ suggestedName: z.string().min(1).max(255) })).output(SaveReference.nullable()),
  writeSave: oc
    .input(SaveReference.extend({ text: z.string().default(''), base64: z.base64().optional() }))
    .output(z.void()),
  finishSave: oc.input(SaveReference).output(z.void()),
  /** Throws away what was written; a file of the same name stays as it was. */
  abandonSave: oc.input(SaveReference).output(z.void()),
  openExternal: oc.input(z.object({ address: ExternalAddress })).output(z.void()),
  keepTheme: oc.input(z.object({ theme: ThemeChoice })).output(z.void()),
  /** Latest first, without the one that is open. */
  recentWorkspaces: oc.output(z.array(RecentWorkspace)),
  /** Opens a recent workspace; the page is loaded anew. */
  openWorkspace: oc.input(z.object({ folder: z.string().min(1) })).output(z.object({ opened: z.boolean() })),
  /** Asks for a folder and opens the workspace in it, or makes one there. */
  chooseWorkspace: oc.output(z.object({ opened: z.boolean() })),
  events: oc.output(eventIterator(DesktopEvent)),
}
