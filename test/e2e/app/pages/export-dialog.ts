import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'

export type ExportLabel = 'CSV, wide' | 'CSV, tidy' | 'JSON' | 'Markdown' | 'TREC run'

export interface ExportedFile {
  readonly name: string
  readonly text: string
}

/** The window that exports runs, on whichever screen it was opened. */
export class ExportDialog {
  readonly dialog: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.dialog = page.getByRole('dialog', { name: /^Export / })
  }

  format(label: ExportLabel): Locator {
    return this.dialog.getByRole('button', { name: new RegExp(`^${label}`) })
  }

  /** Does what starts an export, and takes the file that comes. */
  async downloaded(start: () => Promise<void>): Promise<ExportedFile> {
    const coming = this.#page.waitForEvent('download')
    await start()
    const download = await coming
    const text = await readFile(await download.path(), 'utf8')
    await this.dialog.waitFor({ state: 'detached' })
    return { name: download.suggestedFilename(), text }
  }

  /** Opens the window by its button and takes one format. */
  async export(label: ExportLabel): Promise<ExportedFile> {
    await this.#page
      .getByRole('main')
      .getByRole('button', { name: /^Export/ })
      .first()
      .click()
    return this.downloaded(() => this.format(label).click())
  }
}
