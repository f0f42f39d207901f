import type { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { compileFunction } from 'node:vm'
import type { MessagePort } from 'node:worker_threads'
import type { Host } from '../../../renderer/rpc/host.ts'
import type { BrowserWindow } from './stand-in.ts'

// Its types are those of a page, which are not the types of these tests.
const electronHostUrl = new URL('../../../renderer/rpc/electron-host.ts', import.meta.url).href

interface PageWindow extends EventTarget {
  readonly location: { readonly origin: string }
  rungsHost?: unknown
}

/** A page of the app in Node: runs the real preload bundle, then the page's real host. */
export interface FakePage {
  readonly host: Host
  readonly window: PageWindow
  /** Calls that the preload made to the main process. */
  readonly sent: string[]
}

interface PageOptions {
  readonly window: BrowserWindow
  readonly ipcMain: EventEmitter
  readonly preload: string
  /** Where files are that the user dropped. */
  readonly paths?: ReadonlyMap<File, string>
}

export async function openPage({ window: owner, ipcMain, preload, paths }: PageOptions): Promise<FakePage> {
  const { webContents } = owner
  const window = createWindow(new URL(webContents.mainFrame.url).origin.replace('null', 'app://rungs'))
  const sent: string[] = []
  const event = { sender: webContents, senderFrame: webContents.mainFrame }
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => Object.assign(window, { [name]: api }),
    },
    ipcRenderer: {
      send: (channel: string) => {
        sent.push(channel)
        ipcMain.emit(channel, event)
      },
      on: (channel: string, listener: (event: { ports: MessagePort[] }) => void) =>
        webContents.toPage.on(channel, listener),
    },
    webUtils: { getPathForFile: (file: File) => paths?.get(file) ?? '' },
  }
  webContents.toPage.removeAllListeners()
  const runPreload = compileFunction(readFileSync(preload, 'utf8'), ['require', 'window'])
  runPreload((name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot load ${name}.`)
    return electron
  }, window)
  Object.assign(globalThis, { window })
  const { createElectronHost } = (await import(electronHostUrl)) as { createElectronHost: () => Host }
  return { host: createElectronHost(), window, sent }
}

/** Node has no window: libraries that find one take what loads them next for a page. */
export function removeWindow(): void {
  Reflect.deleteProperty(globalThis, 'window')
}

function createWindow(origin: string): PageWindow {
  const window = Object.assign(new EventTarget(), {
    location: { origin },
    postMessage: (data: unknown, targetOrigin: string, ports: MessagePort[]) => {
      if (targetOrigin !== origin) return
      window.dispatchEvent(Object.assign(new Event('message'), { source: window, origin, data, ports }))
    },
  })
  return window
}
