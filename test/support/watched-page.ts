import type { Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request } from 'playwright-core'

/** What an imported text would have to set to show that it was executed. */
export const executedFlag = '__executed'

export interface WatchedPage extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
  /** Script errors, console errors (refusals of the content security policy among them), dialogs, foreign requests. */
  readonly problems: string[]
  /** How many pointer events the page has seen since it was opened or loaded last. */
  pointerEvents(): Promise<number>
  /** Whether something set `window.__executed`. */
  hasExecuted(): Promise<boolean>
}

/** The size of the page, and of the window that it is shown in. */
export const viewport = { width: 1440, height: 900 }

/**
 * A page of 1440 × 900 that talks to one host only, and writes down whatever goes wrong in it. Motion is reduced, so
 * that no colour is measured half way.
 */
export async function openWatchedPage(browser: Browser, origin: string): Promise<WatchedPage> {
  const context = await openContext(browser)
  return { ...(await openWatchedTab(context, origin)), [Symbol.asyncDispose]: () => context.close() }
}

/** The same one after another in one context, which keeps the files of the page: it opens in half the time. */
export class WatchedTabs {
  readonly #browser: Browser
  readonly #origin: string
  #context: Promise<BrowserContext> | null = null

  constructor(browser: Browser, origin: string) {
    this.#browser = browser
    this.#origin = origin
  }

  /** Nothing is left of the one before: cookies and what a page keeps on this device are gone with it. */
  async open(): Promise<WatchedPage> {
    this.#context ??= openContext(this.#browser)
    const context = await this.#context
    if (context.pages().length > 0) return openWatchedPage(this.#browser, this.#origin)
    const watched = await openWatchedTab(context, this.#origin)
    return {
      ...watched,
      [Symbol.asyncDispose]: async () => {
        await watched[Symbol.asyncDispose]()
        if (!watched.page.isClosed()) await watched.page.evaluate(forgetAll).catch(() => {})
        await context.clearCookies()
        await Promise.all(context.pages().map((page) => page.close()))
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#context)?.close()
  }
}

async function openContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', acceptDownloads: true })
  // A machine that does much else may take longer than the usual 30 seconds.
  context.setDefaultTimeout(60_000)
  return context
}

async function openWatchedTab(context: BrowserContext, origin: string): Promise<WatchedPage> {
  const page = await context.newPage()
  await page.addInitScript(countPointerEvents)
  return watchPage(page, origin)
}

/** Runs in the page. */
function forgetAll(): void {
  localStorage.clear()
  sessionStorage.clear()
}

/** Watches a page that is open already and stays open afterwards. It needs `countPointerEvents` as a script of its own. */
export function watchPage(page: Page, origin: string): WatchedPage {
  const context = page.context()
  const problems: string[] = []
  const onError = (error: Error) => problems.push(`script error: ${error.message}`)
  const onConsole = (message: ConsoleMessage) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  }
  const onDialog = (dialog: Dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  }
  const onPage = () => problems.push('another window was opened')
  const onRequest = (request: Request) => {
    const url = request.url()
    if (!url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`)) problems.push(`request to ${url}`)
  }
  page.on('pageerror', onError).on('console', onConsole).on('dialog', onDialog)
  context.on('page', onPage).on('request', onRequest)
  return {
    page,
    context,
    problems,
    pointerEvents: () => page.evaluate(() => (window as unknown as { pointerEvents: number }).pointerEvents),
    hasExecuted: () => page.evaluate((flag) => flag in window, executedFlag),
    [Symbol.asyncDispose]: async () => {
      page.off('pageerror', onError).off('console', onConsole).off('dialog', onDialog)
      context.off('page', onPage).off('request', onRequest)
    },
  }
}

/** Runs in the page before its own scripts. */
export function countPointerEvents(): void {
  const counter = window as unknown as { pointerEvents: number }
  counter.pointerEvents = 0
  for (const name of ['pointerdown', 'pointermove', 'mousedown', 'wheel', 'touchstart'])
    window.addEventListener(name, () => (counter.pointerEvents += 1), { capture: true })
}
