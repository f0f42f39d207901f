import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { type desktopContract, ExternalAddress } from '../../shared/contract/desktop.ts'
import { type DesktopBridge, PortMessage } from '../../shared/contract/desktop-bridge.ts'
import { droppedRoots } from './dropped-roots.ts'
import type { EngineClient, Host, SavedPieces } from './host.ts'
import { PortLink } from './port-link.ts'

type DesktopClient = ContractRouterClient<typeof desktopContract>

/** How long to wait before a lost stream of the app's events is taken up again. */
const retryMs = 500

/** The host of the page in the desktop app: calls over a port straight to the engine, files by their paths. */
export function createElectronHost(): Host {
  const { rungsHost: bridge } = window as unknown as { rungsHost: DesktopBridge<File> }
  const links = { engine: new PortLink(), desktop: new PortLink() }
  window.addEventListener('message', ({ source, origin, data, ports }) => {
    // The preload speaks in the page's own name; nobody else does.
    if (source !== window || origin !== window.location.origin) return
    const message = PortMessage.safeParse(data)
    if (message.success && ports[0]) links[message.data.to].take(ports[0])
  })
  bridge.requestPorts()
  const desktop: DesktopClient = createORPCClient(links.desktop)
  return {
    kind: 'electron',
    client: createORPCClient<EngineClient>(links.engine),
    watchConnection: (onChange) => links.engine.watch(onChange),
    handOver: async (files) =>
      droppedRoots(files.map(({ file, path }) => ({ path, absolutePath: bridge.pathOf(file) }))),
    release: async () => undefined,
    chooseFiles: (what) => desktop.chooseFiles({ what }),
    save: (suggestedName, _mediaType, pieces, signal) => save(desktop, suggestedName, pieces, signal),
    openExternal: (address) => {
      if (ExternalAddress.safeParse(address).success) void desktop.openExternal({ address })
    },
    desktop: {
      watchEvents: (onEvent) => {
        const stop = new AbortController()
        void watchEvents(desktop, onEvent, stop.signal)
        return () => stop.abort()
      },
      keepTheme: (theme) => void desktop.keepTheme({ theme }),
      recentWorkspaces: () => desktop.recentWorkspaces(),
      openWorkspace: async (folder) => (await desktop.openWorkspace({ folder })).opened,
      chooseWorkspace: async () => (await desktop.chooseWorkspace()).opened,
    },
  }
}

async function save(
  desktop: DesktopClient,
  suggestedName: string,
  pieces: SavedPieces,
  signal: AbortSignal,
): Promise<boolean> {
  const started = await desktop.startSave({ suggestedName })
  if (!started) return false
  const { saveId } = started
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted()
      await desktop.writeSave({
        saveId,
        ...(typeof piece === 'string' ? { text: piece } : { base64: base64Of(piece) }),
      })
    }
    signal.throwIfAborted()
    await desktop.finishSave({ saveId })
    return true
  } catch (error) {
    // What kept it from being saved is what the user has to know.
    await desktop.abandonSave({ saveId }).catch(() => undefined)
    throw error
  }
}

/** @param bytes few enough to be arguments of one call. */
function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

async function watchEvents(
  desktop: DesktopClient,
  onEvent: Parameters<NonNullable<Host['desktop']>['watchEvents']>[0],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of await desktop.events(undefined, { signal })) onEvent(event)
    } catch {
      if (signal.aborted) return
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}
