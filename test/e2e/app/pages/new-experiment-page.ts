import type { Locator, Page } from 'playwright-core'

/** The form over the recipe as its user knows it. */
export class NewExperimentPage {
  readonly plan: Locator
  readonly start: Locator
  readonly name: Locator
  readonly cost: Locator
  readonly preview: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.plan = page.getByRole('complementary', { name: 'What Start will do' })
    this.start = page.getByRole('button', { name: /^Start/ })
    this.cost = this.plan.getByRole('region', { name: 'Cost' })
    this.preview = page.getByRole('region', { name: 'Prompt preview' })
    this.name = page.getByLabel('Name', { exact: true })
  }

  async open(): Promise<void> {
    await this.#page.getByRole('button', { name: 'New experiment' }).click()
    await this.plan.getByRole('status').first().waitFor()
  }

  /** A toggle of a field with a few choices. */
  choice(field: string, value: string): Locator {
    return this.#page.getByRole('group', { name: field }).getByRole('button', { name: value, exact: true })
  }

  /** Where another value of a field is typed. */
  values(field: string): Locator {
    return this.#page.getByLabel(new RegExp(`^${field}(?:, another value)?$`))
  }

  async setValues(field: string, values: readonly (string | number)[]): Promise<void> {
    const chips = this.#page.getByRole('button', { name: new RegExp(`^Remove .* from ${field}$`) })
    while ((await chips.count()) > 0) await chips.first().click()
    for (const value of values) {
      await this.values(field).fill(String(value))
      await this.values(field).press('Enter')
    }
  }

  /** Starts an experiment that is written as JSON. */
  async startJson(spec: unknown): Promise<void> {
    await this.#page.getByRole('radio', { name: 'JSON' }).click()
    await this.#page.getByRole('textbox', { name: 'The experiment as JSON' }).fill(JSON.stringify(spec))
    await this.start.click()
  }

  evaluator(name: string): Locator {
    return this.#page.getByRole('checkbox', { name: new RegExp(`^${name}`) })
  }

  /** Waits until nothing is being worked out, so that the experiment can start. */
  async whenReady(): Promise<void> {
    await this.#page.locator('aside[aria-busy=false]').waitFor()
    await this.#page.locator('button:enabled', { hasText: /^Start/ }).waitFor()
  }

  /** Waits until the panel says how many recipes there are. */
  async planned(recipes: number): Promise<void> {
    await this.plan.getByRole('status').first().getByText(`${recipes} recipes`).waitFor()
  }
}
