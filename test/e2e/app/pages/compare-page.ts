import type { Locator, Page } from 'playwright-core'

/** Runs side by side, as their reader knows it. */
export class ComparePage {
  readonly table: Locator
  readonly drawer: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.table = page.getByRole('region', { name: 'Comparison' })
    this.drawer = page.getByRole('complementary', { name: /^Question/ })
  }

  /** Waits until the figures are there. */
  async ready(): Promise<void> {
    await this.figure('ndcg@10', 0).waitFor()
  }

  /** Ids of the compared runs, the baseline first where it was chosen first. */
  runIds(): Promise<string[]> {
    return this.table.locator('thead code').allTextContents()
  }

  /** The figure of a run, by its place from 0. */
  figure(metric: string, run: number): Locator {
    return this.table.locator(`tr[data-metric="${metric}"] td`).nth(run).locator('b').first()
  }

  async show(which: 'Regressions' | 'Wins' | 'Ties' | 'All'): Promise<void> {
    await this.#page.getByRole('radio', { name: new RegExp(`^${which}`) }).click()
  }

  get questions(): Locator {
    return this.table.locator('[data-question]')
  }

  /** Wins, ties and losses of a run, by its letter. */
  tally(letter: string): Locator {
    return this.table.locator(`[data-tally="${letter}"]`)
  }

  /** The bars of a run's changes, from the worst to the best, by its letter. */
  bars(letter: string): Locator {
    return this.table.locator(`[data-distribution="${letter}"] button`)
  }

  slice(name: string): Locator {
    return this.table.locator(`tr[data-slice="${name}"]`)
  }

  /** A row of the questions. */
  question(queryId: string): Locator {
    return this.table.locator(`tr[data-row="${queryId}"]`)
  }

  /** One of the two rankings in the drawer. */
  ranking(letter: string): Locator {
    return this.drawer.getByRole('region', { name: new RegExp(`^${letter}, `) })
  }
}
