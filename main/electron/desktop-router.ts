import { implement } from '@orpc/server'
import {
  type DesktopEvent,
  desktopContract,
  type RecentWorkspace,
  type ThemeChoice,
} from '../../shared/contract/desktop.ts'
import { toWireError } from '../rpc/to-wire-error.ts'
import type { EventQueue } from './event-queue.ts'
import type { FileDialogs } from './file-dialogs.ts'
import type { FileSaves } from './file-saves.ts'

export interface DesktopParts {
  readonly dialogs: FileDialogs
  readonly saves: FileSaves
  readonly events: EventQueue<DesktopEvent>
  readonly openExternal: (address: string) => Promise<void>
  readonly keepTheme: (theme: ThemeChoice) => void
  readonly workspaces: {
    recent(): RecentWorkspace[]
    openRecent(folder: string): Promise<boolean>
    choose(): Promise<boolean>
  }
}

/** The calls of the page to the desktop app, over a port of their own. */
export function createDesktopRouter({ dialogs, saves, events, openExternal, keepTheme, workspaces }: DesktopParts) {
  const base = implement(desktopContract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw toWireError(error)
    }
  })
  return base.router({
    chooseFiles: base.chooseFiles.handler(async ({ input }) => {
      const paths = await dialogs.chooseToImport(input.what)
      return paths && { paths }
    }),
    startSave: base.startSave.handler(async ({ input }) => {
      const path = await dialogs.chooseWhereToSave(input.suggestedName)
      return path === null ? null : { saveId: await saves.start(path) }
    }),
    writeSave: base.writeSave.handler(({ input: { saveId, text, base64 } }) =>
      saves.write(saveId, base64 === undefined ? text : Buffer.from(base64, 'base64')),
    ),
    finishSave: base.finishSave.handler(({ input }) => saves.finish(input.saveId)),
    abandonSave: base.abandonSave.handler(({ input }) => saves.abandon(input.saveId)),
    openExternal: base.openExternal.handler(({ input }) => openExternal(input.address)),
    keepTheme: base.keepTheme.handler(({ input }) => keepTheme(input.theme)),
    recentWorkspaces: base.recentWorkspaces.handler(() => workspaces.recent()),
    openWorkspace: base.openWorkspace.handler(async ({ input }) => ({
      opened: await workspaces.openRecent(input.folder),
    })),
    chooseWorkspace: base.chooseWorkspace.handler(async () => ({ opened: await workspaces.choose() })),
    events: base.events.handler(({ signal }) => events.read(signal)),
  })
}
