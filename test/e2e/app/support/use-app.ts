import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Engine } from '../../../../main/engine/engine.ts'
import type { WatchedPage } from '../../../support/watched-page.ts'
import { openApp } from './describe-app.ts'
import type { TestApp } from './test-app.ts'

export interface AppUse {
  /** Fills the workspace before the page is opened. */
  readonly prepare?: (engine: Engine) => Promise<void>
  /** Called once for each app, before its first page. */
  readonly opened: (app: TestApp) => void
  /** What the page of each test shows first, see `TestApp.openPage`. */
  readonly path?: string | null
  /** Called with the page of each test. */
  readonly page: (watched: WatchedPage) => Promise<void> | void
}

/** One app for all tests of the block, and a page of its own for each of them. */
export function useApp({ prepare, opened, path, page }: AppUse): void {
  let app: TestApp | undefined
  beforeAll(async () => {
    app = await openApp(prepare && { prepare })
    opened(app)
  })
  afterAll(() => app?.[Symbol.asyncDispose]())
  usePage({ appOfTest: async () => app!, path, page })
}

/** An app on an empty workspace for each test of the block. */
export function useEmptyApp({ opened, path, page }: Omit<AppUse, 'prepare'>): void {
  usePage({
    appOfTest: async () => {
      const app = await openApp()
      opened(app)
      return app
    },
    path,
    page,
    afterPage: (app) => app[Symbol.asyncDispose](),
  })
}

interface PageUse {
  readonly path: string | null | undefined
  readonly page: AppUse['page']
  readonly appOfTest: () => Promise<TestApp>
  readonly afterPage?: (app: TestApp) => PromiseLike<void>
}

/** Whatever went wrong in a test's page, or was executed there that came from data, fails the test. */
function usePage({ appOfTest, path, page, afterPage }: PageUse): void {
  let app: TestApp
  let watched: WatchedPage
  beforeEach(async () => {
    app = await appOfTest()
    watched = await app.openPage(path)
    await page(watched)
  })
  afterEach(async () => {
    const executed = await watched.hasExecuted()
    await watched[Symbol.asyncDispose]()
    await afterPage?.(app)
    expect(watched.problems).toEqual([])
    expect(executed).toBe(false)
  })
}
