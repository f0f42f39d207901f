import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { DesktopBridge, PortMessage } from '../shared/contract/desktop-bridge.ts'

// Runs in the sandbox before the page, with types only from elsewhere. It knows no call by name: it hands over ports.

/** The part of the page's window that is needed; the types of this folder know no page. */
declare const window: {
  readonly location: { readonly origin: string }
  postMessage(message: PortMessage, targetOrigin: string, transfer: Electron.IpcRendererEvent['ports']): void
}

const bridge: DesktopBridge<File> = {
  requestPorts: () => ipcRenderer.send('rungs:request-ports'),
  pathOf: (file) => webUtils.getPathForFile(file),
}

for (const to of ['engine', 'desktop'] as const) {
  ipcRenderer.on(`rungs:port-to-${to}`, (event) => {
    window.postMessage({ kind: 'rungs:port', to }, window.location.origin, event.ports)
  })
}

contextBridge.exposeInMainWorld('rungsHost', bridge)
