import type { Browser, BrowserContext, Page } from 'playwright-core'

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

/**
 * A page of 1440 × 900 that talks to one host only, and writes down whatever goes wrong in it. Motion is reduced, so
 * that no colour is measured half way.
 */
export async function openWatchedPage(browser: Browser, origin: string): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  const problems: string[] = []
  const page = await context.newPage()
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('page', () => problems.push('another window was opened'))
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${origin}/`) && !url.startsWith(`blob:${origin}/`)) problems.push(`request to ${url}`)
  })
  await page.addInitScript(() => {
    const counter = window as unknown as { pointerEvents: number }
    counter.pointerEvents = 0
    for (const name of ['pointerdown', 'pointermove', 'mousedown', 'wheel', 'touchstart'])
      window.addEventListener(name, () => (counter.pointerEvents += 1), { capture: true })
  })
  return {
    page,
    context,
    problems,
    pointerEvents: () => page.evaluate(() => (window as unknown as { pointerEvents: number }).pointerEvents),
    hasExecuted: () => page.evaluate((flag) => flag in window, executedFlag),
    [Symbol.asyncDispose]: () => context.close(),
  }
}
