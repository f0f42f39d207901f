import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { vi } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'
import { builtFolder } from './built-app.ts'
import { type FakePage, openPage, removeWindow } from './fake-page.ts'
import type * as Electron from './stand-in.ts'

const require = createRequire(import.meta.url)
const { loadNatively } = require('./load-natively.ts') as typeof import('./load-natively.ts')

/** The stand-in as the app's bundle sees it: loaded by Node, not by the test runner. */
export const electron = require('./stand-in.ts') as typeof Electron

/** Loads a module of the app in Node, with the stand-in for `electron`. */
export async function loadWithElectron<Module>(relativeToRepository: string): Promise<Module> {
  return (await loadNatively(new URL(`../../../${relativeToRepository}`, import.meta.url).href)) as Module
}

export interface AppSession extends AsyncDisposable {
  readonly folder: string
  readonly workspace: string
  /** The app starts a second time on the same profile. */
  restart(settings?: Partial<Electron.StandIn>): Promise<void>
  openPage(options?: { paths?: ReadonlyMap<File, string> }): Promise<FakePage>
  /** What the app's own scheme answers. */
  fetch(url: string, init?: RequestInit): Promise<Response>
}

let starts = 0

/** Starts the built app on an empty profile and waits for its window. */
export async function startApp(settings: Partial<Electron.StandIn> = {}): Promise<AppSession> {
  const folder = temporaryFolder()
  const workspace = join(folder.path, 'workspace')
  const userData = join(folder.path, 'profile')
  mkdirSync(userData)
  vi.stubEnv('RUNGS_WORKSPACE', workspace)

  async function start(given: Partial<Electron.StandIn>): Promise<void> {
    electron.resetStandIn({ userData, env: { HOME: folder.path, USERPROFILE: folder.path }, ...given })
    starts += 1
    // Another query makes it another module: the app runs from its first line again.
    await loadNatively(`${pathToFileURL(join(builtFolder, 'main/electron.js')).href}?start=${starts}`)
    if (electron.standIn.hasInstanceLock) {
      await vi.waitUntil(() => electron.standIn.windows.length > 0 || electron.standIn.asked.length > 0, {
        timeout: 20_000,
      })
    }
  }

  await start(settings)
  return {
    folder: folder.path,
    workspace,
    restart: async (given = {}) => {
      await endProcesses()
      await start(given)
    },
    openPage: ({ paths } = {}) =>
      openPage({
        window: electron.standIn.window,
        ipcMain: electron.ipcMain,
        preload: join(builtFolder, 'main/preload.cjs'),
        ...(paths && { paths }),
      }),
    fetch: async (url, init) => electron.standIn.handlers.get('app')!(requestOf(url, init)),
    [Symbol.asyncDispose]: async () => {
      await endProcesses()
      removeWindow()
      vi.unstubAllEnvs()
      folder[Symbol.dispose]()
    },
  }
}

/** The engines must not outlive the app, nor be started again by it. */
async function endProcesses(): Promise<void> {
  const { processes } = electron.standIn
  for (const process of processes) {
    process.removeAllListeners()
    if (process.process.exitCode !== null || process.process.signalCode !== null) continue
    const { promise, resolve } = Promise.withResolvers<void>()
    process.process.once('exit', () => resolve())
    process.kill()
    await promise
  }
}

/** `Request` resolves `..` before anyone sees it; a hostile page is not bound to it. */
function requestOf(url: string, init?: RequestInit): Request {
  const request = new Request('app://rungs/', init)
  Object.defineProperty(request, 'url', { value: url })
  return request
}
