import type { Locator, Page } from 'playwright-core'

/** The import screen as its user knows it. */
export class ImportPage {
  readonly importButton: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.importButton = page.getByRole('button', { name: /^Import [\d,]+ rows? as / })
  }

  /** Waits until the files have been read. */
  async previewed(): Promise<void> {
    await this.importButton.waitFor()
  }

  file(path: string): Locator {
    return this.#page.getByRole('listbox', { name: 'Files' }).locator('[role=option]', { hasText: path })
  }

  change(what: 'Corpus' | 'Eval set'): Locator {
    return this.#page.getByRole('region', { name: 'Save as' }).getByText(what, { exact: true }).locator('..')
  }

  get rows(): Locator {
    return this.#page.getByRole('region', { name: 'Rows', exact: true })
  }

  /** Says what a column of the open file is, and waits until the files were read again. */
  async useColumn(column: string, field: string): Promise<void> {
    await this.#page.getByLabel(`Use the column ${column} as`).selectOption({ label: field })
    await this.#page.getByRole('progressbar', { name: 'Reading the files again' }).waitFor({ state: 'detached' })
    await this.previewed()
  }

  async import(): Promise<void> {
    await this.importButton.click()
    await this.#page.getByRole('navigation', { name: 'Datasets' }).waitFor()
  }
}
