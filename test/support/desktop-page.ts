// Under a name of its own: what is written for the page below means the page's.
import { MessageChannel as NodeMessageChannel } from 'node:worker_threads'
import { RPCHandler } from '@orpc/server/message-port'
import type { Page } from 'playwright-core'
import { createDesktopRouter, type DesktopParts } from '../../main/electron/desktop-router.ts'
import type { Engine } from '../../main/engine/engine.ts'
import { createRouter } from '../../main/rpc/router.ts'

type PortName = 'engine' | 'desktop'

/** What the stand-in of the desktop app's workspaces has and was asked for. */
export interface StandInWorkspaces {
  recent: { folder: string; name: string }[]
  readonly chosen: string[]
  /** What choosing does: throws, or says whether something was opened. */
  choose: () => Promise<boolean>
}

/**
 * Makes a browser's page the desktop app's: it finds `window.rungsHost` and gets its two ports, whose other ends are the
 * real routers here. Call it before the page is opened.
 */
export async function asDesktopPage(page: Page, engine: Engine, workspaces: StandInWorkspaces): Promise<void> {
  const routers = {
    engine: createRouter(engine),
    desktop: createDesktopRouter(desktopParts(workspaces)),
  }
  const ports = new Map<PortName, InstanceType<typeof NodeMessageChannel>['port1']>()
  const give = (to: PortName, data: unknown) =>
    page.evaluate(([name, message]) => (window as unknown as DesktopWindow).fromHost(name, message), [
      to,
      data,
    ] as const)
  await page.exposeFunction('toHost', (to: PortName, data: unknown) => {
    if (data !== null) return void ports.get(to)?.postMessage(data)
    ports.get(to)?.close()
    const { port1, port2 } = new NodeMessageChannel()
    ports.set(to, port1)
    // A page that is gone takes no answers.
    port1.on('message', (message: unknown) => void give(to, message).catch(() => undefined))
    port1.unref()
    new RPCHandler<Record<never, never>>(routers[to]).upgrade(port2, { context: {} })
    port2.start()
    port2.unref()
  })
  await page.addInitScript(() => {
    const host = window as unknown as DesktopWindow
    const ends = new Map<PortName, MessagePort>()
    host.fromHost = (to, data) => ends.get(to)?.postMessage(data)
    host.rungsHost = {
      pathOf: () => '',
      requestPorts: () => {
        for (const to of ['engine', 'desktop'] as const) {
          const { port1, port2 } = new MessageChannel()
          ends.set(to, port1)
          host.toHost(to, null)
          port1.onmessage = ({ data }) => host.toHost(to, data)
          window.postMessage({ kind: 'rungs:port', to }, window.location.origin, [port2])
        }
      },
    }
  })
}

interface DesktopWindow {
  rungsHost: unknown
  toHost: (to: PortName, data: unknown) => void
  fromHost: (to: PortName, data: unknown) => void
}

/** Only what the page's workspaces need; the rest has tests of its own. */
function desktopParts(workspaces: StandInWorkspaces): DesktopParts {
  const unused = () => Promise.reject(new Error('This test has no such part of the desktop app.'))
  return {
    dialogs: { chooseToImport: unused, chooseWhereToSave: unused },
    saves: {},
    events: { async *read() {} },
    openExternal: unused,
    keepTheme: () => undefined,
    workspaces: {
      recent: () => workspaces.recent,
      openRecent: async (folder: string) => {
        workspaces.chosen.push(folder)
        return false
      },
      choose: () => workspaces.choose(),
    },
  } as unknown as DesktopParts
}
