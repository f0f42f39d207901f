import type { Locator, Page } from 'playwright-core'

/** The table of runs as its user knows it. */
export class RunsPage {
  readonly grid: Locator
  readonly selection: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.grid = page.getByRole('grid', { name: 'Runs' })
    this.selection = page.getByRole('region', { name: 'Selected runs' })
  }

  /** The row over the runs of a sweep. */
  sweep(name: string): Locator {
    return this.grid.getByRole('row', { name }).first()
  }

  row(name: string): Locator {
    return this.grid.locator('tr[data-row]', { hasText: name })
  }

  get rows(): Locator {
    return this.grid.locator('tr[data-row]')
  }

  /** Rows of runs that are done, as far as the table draws them. */
  get doneRows(): Locator {
    return this.grid.locator('tr[data-row]', { has: this.#page.locator('[data-cell="status"]', { hasText: 'Done' }) })
  }

  cell(row: Locator, column: string): Locator {
    return row.locator(`[data-cell="${column}"]`)
  }

  async select(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) await this.rows.nth(index).getByRole('checkbox').click()
    await this.selection.getByText(`${count} selected`).waitFor()
  }

  /** The sentence of every state that a sweep's row had from now on, in order: what a watcher of the screen saw. */
  async watchSweep(name: string): Promise<() => Promise<string[]>> {
    await this.sweep(name).waitFor()
    await this.#page.evaluate((sweepName) => {
      const seen: string[] = []
      const look = () => {
        const cell = document.querySelector(`[data-group=${JSON.stringify(sweepName)}]`)
        const sentence = /\d+ done[^%]*?(?=Cancel|Resume|\d+ (?:s|min) left|$)/u.exec(cell?.textContent ?? '')?.[0]
        if (sentence && seen.at(-1) !== sentence) seen.push(sentence)
      }
      look()
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
      ;(window as unknown as { seenStates: string[] }).seenStates = seen
    }, name)
    return () => this.#page.evaluate(() => (window as unknown as { seenStates: string[] }).seenStates)
  }

  async whenSweepIsDone(name: string, runs: number, timeout = 90_000): Promise<void> {
    await this.sweep(name).getByText(`${runs} done`, { exact: true }).waitFor({ timeout })
  }
}
