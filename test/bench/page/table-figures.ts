import type { Browser, Page } from 'playwright-core'
import type { TestWebHost } from '../../support/start-web-host.ts'
import { type BareListShape, showBareList } from './bare-list.ts'

export interface ScrollFigures {
  /** Milliseconds between two frames while the wheel turned. */
  readonly framesMs: readonly number[]
  /** Milliseconds of processor time of the page's main thread per frame: what a busy machine does not change much. */
  readonly workPerFrameMs: number
}

export interface TableFigures extends ScrollFigures {
  /** Milliseconds from the press on a link to the frame that shows the first rows, one per visit. */
  readonly firstRowsMs: readonly number[]
  /** Milliseconds from the navigation to the frame that shows them: scripts, connection and all. */
  readonly coldLoadMs: readonly number[]
  /** Megabytes (10⁶) of JavaScript objects after it all, with nothing left to collect. */
  readonly heapMegabytes: number
}

const visits = 5
const scrollPixels = 40_000
const pixelsPerSecond = 6_000

/** Looks at a table in a real browser. @param path of its screen, as its address has it. */
export async function tableFigures(browser: Browser, host: TestWebHost, path: string): Promise<TableFigures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(host.newUrl())
  const coldLoadMs: number[] = []
  const firstRowsMs: number[] = []
  for (let visit = 0; visit < visits; visit += 1) {
    await page.goto(host.origin + path)
    coldLoadMs.push(await page.evaluate(firstRowsAt))
    // A page that is loaded, whose scripts are there, but that has never asked for the rows.
    await page.goto(`${host.origin}/settings`)
    await page.getByRole('main').getByRole('heading').first().waitFor()
    await page.waitForLoadState('networkidle')
    firstRowsMs.push(await page.evaluate(firstRowsAfterGoing, path))
  }
  const scrolling = await framesWhileScrolling(page)
  const devtools = await context.newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await context.close()
  return { firstRowsMs, coldLoadMs, ...scrolling, heapMegabytes: usedSize / 1e6 }
}

/** Scrolls a bare list of the same size in the same browser: the peer of the table. */
export async function bareListFigures(browser: Browser, shape: BareListShape): Promise<ScrollFigures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    await showBareList(page, shape)
    return await framesWhileScrolling(page)
  } finally {
    await context.close()
  }
}

async function framesWhileScrolling(page: Page): Promise<ScrollFigures> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => {
    const stamps: number[] = []
    const tick = (at: number) => {
      stamps.push(at)
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    Object.assign(window, { stamps })
  })
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const workMs = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
  }
  const box = (await page.locator('[data-grid-scroller]').boundingBox())!
  const stampsBefore = await page.evaluate(() => (window as unknown as { stamps: number[] }).stamps.length)
  const workBeforeMs = await workMs()
  // Real wheel events, made by the browser itself at an even speed: some 170 rows a second.
  await devtools.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: -scrollPixels,
    speed: pixelsPerSecond,
    gestureSourceType: 'mouse',
  })
  const workAfterMs = await workMs()
  const stamps = await page.evaluate(() => (window as unknown as { stamps: number[] }).stamps)
  const scrolled = await page.locator('[data-grid-scroller]').evaluate((element) => element.scrollTop)
  if (scrolled < scrollPixels / 2) throw new Error(`The table scrolled ${scrolled} of ${scrollPixels} pixels.`)
  const framesMs = stamps
    .slice(stampsBefore)
    .map((at, index, all) => at - (all[index - 1] ?? at))
    .slice(1)
  return { framesMs, workPerFrameMs: (workAfterMs - workBeforeMs) / framesMs.length }
}

/** Runs in the page. @returns when the first rows were shown, in milliseconds after the navigation began. */
function firstRowsAt(): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const row = document.querySelector('[data-row] [data-cell]')
      if (row?.textContent) requestAnimationFrame(() => resolve(performance.now()))
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Runs in the page: goes to a screen as a link of the page does. @returns milliseconds until its rows were shown. */
function firstRowsAfterGoing(path: string): Promise<number> {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    history.pushState({}, '', path)
    dispatchEvent(new PopStateEvent('popstate'))
    const look = () => {
      const row = document.querySelector('[data-row] [data-cell]')
      if (row?.textContent) requestAnimationFrame(() => resolve(performance.now() - startedAt))
      else requestAnimationFrame(look)
    }
    look()
  })
}
