import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { vi } from 'vitest'
import { openWorkspace } from '../../../../main/open-workspace.ts'
import { createInProcessClient } from '../../../../main/rpc/in-process-client.ts'
import { launchElectron } from '../../../support/electron/launch-electron.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { countPointerEvents, viewport, watchPage } from '../../../support/watched-page.ts'
import type { OpenAppOptions, TestApp } from './test-app.ts'

const silentLog = { info: () => {}, warn: () => {} }
const electronApps = new WeakMap<Page, ElectronApplication>()

/** The app that a page is the window of; undefined in a browser. */
export const electronAppOf = (page: Page): ElectronApplication | undefined => electronApps.get(page)

/** The desktop app in Electron itself, which its one window stays open in. */
export async function openElectronApp(options: OpenAppOptions = {}): Promise<TestApp> {
  await using closing = new AsyncDisposableStack()
  const temporary = closing.use(temporaryFolder())
  const workspaceFolder = options.workspaceFolder ?? join(temporary.path, 'workspace')
  if (options.prepare) {
    const writer = await openWorkspace(workspaceFolder, { access: 'write', log: silentLog })
    await options.prepare(writer).finally(() => writer.close())
  }
  const { app, page } = closing.use(await launchElectron(workspaceFolder))
  electronApps.set(page, app)
  await page.addInitScript(countPointerEvents)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const origin = await originOf(page)
  // Opened sooner, the reader would take the lock that the app needs.
  await vi.waitUntil(() => existsSync(join(workspaceFolder, 'workspace.lock.json')), { timeout: 30_000 })
  await page.getByText('engine ready').waitFor()
  const reader = await openWorkspace(workspaceFolder, { access: 'prefer-write', log: silentLog })
  closing.defer(() => reader.close())
  const all = closing.move()
  let isShown = false
  return {
    origin,
    workspaceFolder,
    engine: reader,
    client: createInProcessClient(reader),
    openPage: async (path = '/') => {
      if (isShown) throw new Error('The page of the desktop app is in use: it has one window.')
      isShown = true
      await page.setViewportSize(viewport)
      // Another page than the one before: nothing that is kept on this device is left.
      await page.goto(`${origin}/`)
      await page.evaluate('localStorage.clear()')
      const watched = watchPage(page, origin)
      await page.goto(origin + (path ?? '/'))
      return {
        ...watched,
        [Symbol.asyncDispose]: async () => {
          isShown = false
          await watched[Symbol.asyncDispose]()
        },
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** Schemes other than the web's have no origin in Node. */
async function originOf(page: Page): Promise<string> {
  await page.waitForURL((url) => url.host !== '')
  const { protocol, host } = new URL(page.url())
  return `${protocol}//${host}`
}
