import type { Locator, Page } from 'playwright-core'

/** The screen of one run as its reader knows it. */
export class RunPage {
  readonly questions: Locator
  readonly drawer: Locator
  readonly search: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.questions = page.getByRole('grid', { name: 'Questions' })
    this.drawer = page.getByRole('complementary', { name: /^Question/ })
    this.search = page.getByRole('textbox', { name: 'Search the questions' })
  }

  /** A tile of the main figures: its value and what stands beside it. */
  tile(metric: string): Locator {
    return this.#page.locator(`[data-metric="${metric}"]`)
  }

  card(title: string): Locator {
    return this.#page.getByRole('region', { name: title, exact: true })
  }

  chart(title: string): Locator {
    return this.#page.getByRole('group', { name: new RegExp(`^${title}`) })
  }

  async openTab(name: 'Overview' | 'Questions'): Promise<void> {
    await this.#page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  }

  /** Text of a column, one entry per row in view. */
  async column(id: string): Promise<string[]> {
    const cells = this.questions.locator(`td[data-cell="${id}"]`)
    return (await cells.allTextContents()).map((text) => text.trim())
  }

  /** How many questions the table says that it shows. */
  async status(): Promise<string> {
    const text = await this.#page.getByText(/^[\d,]+ shown$/).textContent()
    return text ?? ''
  }

  row(queryId: string): Locator {
    const id = this.#page.locator('td[data-cell="position"]').getByText(queryId, { exact: true })
    return this.questions.locator('tr', { has: id })
  }

  async sortBy(column: string): Promise<void> {
    await this.questions.getByRole('columnheader', { name: new RegExp(`^${column}`) }).click()
  }
}
