import type { Locator, Page } from 'playwright-core'

/** The datasets screen as its user knows it. */
export class DatasetsPage {
  readonly questions: Locator
  readonly documents: Locator
  readonly judgments: Locator
  readonly spans: Locator
  readonly reader: Locator
  readonly marks: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.questions = page.getByRole('listbox', { name: 'Questions' })
    this.documents = page.getByRole('listbox', { name: 'Documents' })
    this.judgments = page.getByRole('region', { name: 'Judgments' })
    this.spans = page.getByRole('region', { name: 'Gold spans' })
    this.reader = page.getByRole('article')
    this.marks = this.reader.locator('mark')
  }

  version(what: 'eval set' | 'corpus', number: number): Locator {
    return this.#page.getByText(`${what} v${number}`, { exact: true })
  }

  async openCorpus(name: string): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: 'Datasets' })
      .getByRole('button', { name: new RegExp(`^${name} corpus`) })
      .click()
  }

  async openQuestion(text: string): Promise<void> {
    await this.questions.locator('[role=option]', { hasText: text }).click()
  }

  grade(document: string): Locator {
    return this.judgments.getByLabel(`Grade of ${document}`, { exact: true }).and(this.#page.locator('output'))
  }

  async raiseGrade(document: string): Promise<void> {
    await this.judgments.getByRole('button', { name: `Raise the grade of ${document}` }).click()
  }

  async undo(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Undo correction' }).click()
  }

  /** Selects the paragraph with these words by a triple click, and adds it. */
  async addParagraphAsSpan(words: string): Promise<void> {
    await this.reader.getByText(words).click({ clickCount: 3 })
    await this.reader.getByRole('button', { name: /^Add \d+ characters as gold span$/ }).click()
  }

  async addSpanByQuote(words: string): Promise<void> {
    await this.reader.getByRole('button', { name: 'By quote' }).press('Enter')
    await this.#page.getByLabel('Words of the passage, as they stand in the text').fill(words)
    await this.#page.getByRole('dialog').getByRole('button', { name: 'Add as gold span' }).press('Enter')
  }
}
