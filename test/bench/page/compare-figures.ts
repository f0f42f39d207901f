/// <reference lib="dom" />

import type { Browser } from 'playwright-core'
import type { TestWebHost } from '../../support/start-web-host.ts'
import { longestTasks } from './longest-tasks.ts'

export interface CompareFigures {
  /** Milliseconds from going to the address in a loaded page to the frame that shows figures, one per visit. */
  readonly openedMs: readonly number[]
  /** Milliseconds until nothing more arrives: statistics too. Null where the screen has none. */
  readonly completeMs: readonly number[]
  /** The longest task of the page's main thread in each visit: its own processor time, and by the clock. */
  readonly longestCpuMs: readonly number[]
  readonly longestWallMs: readonly number[]
}

/** Comparisons never computed before are what the first visit opens; later ones find the statistics stored. */
const visits = 4

/** Opens a comparison in a real browser. @param path its address, runs and all. */
export async function compareFigures(browser: Browser, host: TestWebHost, path: string): Promise<CompareFigures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(host.newUrl())
    const openedMs: number[] = []
    const completeMs: number[] = []
    const longestCpuMs: number[] = []
    const longestWallMs: number[] = []
    for (let visit = 0; visit < visits; visit += 1) {
      // A page that is loaded, but that has never asked for these runs.
      await page.goto(`${host.origin}/settings`)
      await page.getByRole('main').getByRole('heading').first().waitFor()
      await page.waitForLoadState('networkidle')
      const tasks = await longestTasks(page, async () => {
        const { opened, complete } = await page.evaluate(figuresAfterGoing, path)
        openedMs.push(opened)
        completeMs.push(complete)
      })
      longestCpuMs.push(tasks.cpuMs)
      longestWallMs.push(tasks.wallMs)
    }
    return { openedMs, completeMs, longestCpuMs, longestWallMs }
  } finally {
    await context.close()
  }
}

/** Runs in the page: goes to a screen as a link of the page does. @returns when it showed figures, and all of them. */
function figuresAfterGoing(path: string): Promise<{ opened: number; complete: number }> {
  const quietMs = 1500
  const mostMs = 180_000
  // Measures with a verdict on its way: neither word nor strip in the last run's cell.
  const isWaiting = () =>
    [...document.querySelectorAll<HTMLElement>('tr[data-metric]')].some(
      ({ dataset, lastElementChild }) =>
        !/^(?:index|costUsd|tokens)/u.test(dataset.metric!) &&
        !/decisive|better|worse/u.test(lastElementChild!.textContent),
    )
  return new Promise((resolve) => {
    const startedAt = performance.now()
    let opened = 0
    let changedAt = startedAt
    const observer = new MutationObserver(() => {
      changedAt = performance.now()
    })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    history.pushState({}, '', path)
    dispatchEvent(new PopStateEvent('popstate'))
    const look = () => {
      const now = performance.now()
      if (opened === 0) {
        const figure = document.querySelector('[data-metric] td b, tr[data-run] td b')
        if (figure?.textContent) requestAnimationFrame(() => (opened = performance.now() - startedAt))
      } else if (now - changedAt > quietMs && (!isWaiting() || now - startedAt > mostMs)) {
        observer.disconnect()
        resolve({ opened, complete: changedAt - startedAt })
        return
      }
      requestAnimationFrame(look)
    }
    look()
  })
}
