import type { Browser } from 'playwright-core'
import { createInProcessClient } from '../../../../main/rpc/in-process-client.ts'
import { buildPage } from '../../../support/build-page.ts'
import { openBrowser } from '../../../support/open-browser.ts'
import { startWebHost } from '../../../support/start-web-host.ts'
import { WatchedTabs } from '../../../support/watched-page.ts'
import type { OpenAppOptions, TestApp } from './test-app.ts'

let browser: Promise<Browser> | null = null

/** The app in Chromium on the web host. All apps of a test file share one Chromium. */
export async function openBrowserApp({ prepare, ...options }: OpenAppOptions = {}): Promise<TestApp> {
  const host = await startWebHost({ ...options, rendererFolder: await buildPage() })
  await prepare?.(host.engine)
  let tabs: WatchedTabs | null = null
  return {
    origin: host.origin,
    workspaceFolder: host.workspaceFolder,
    engine: host.engine,
    client: createInProcessClient(host.engine),
    openPage: async (path = '/') => {
      browser ??= openBrowser()
      tabs ??= new WatchedTabs(await browser, host.origin)
      const watched = await tabs.open()
      if (path === '/') {
        await watched.page.goto(host.newUrl())
        return watched
      }
      // The printed address gives the session without the start screen, which would be drawn for nothing.
      await watched.context.request.get(host.newUrl(), { maxRedirects: 0 })
      if (path !== null) await watched.page.goto(host.origin + path)
      return watched
    },
    [Symbol.asyncDispose]: async () => {
      await tabs?.[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

export async function closeBrowser(): Promise<void> {
  const open = browser
  browser = null
  await (await open)?.close()
}
