import type { Locator, Page } from 'playwright-core'
import { type SavedFile, savedFile } from '../support/system-dialogs.ts'

export type ExportLabel = 'CSV, wide' | 'CSV, tidy' | 'JSON' | 'Markdown' | 'TREC run' | 'HTML report'

export type ExportedFile = SavedFile

/** The window that exports runs, on whichever screen it was opened. */
export class ExportDialog {
  readonly dialog: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.dialog = page.getByRole('dialog', { name: /^Export / })
  }

  format(label: ExportLabel): Locator {
    return this.dialog.getByRole('button', { name: new RegExp(`^${label}\\b`) })
  }

  /** Does what starts an export, and takes the file that comes. */
  async downloaded(start: () => Promise<void>): Promise<ExportedFile> {
    const file = await savedFile(this.#page, start)
    await this.dialog.waitFor({ state: 'detached' })
    return file
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
