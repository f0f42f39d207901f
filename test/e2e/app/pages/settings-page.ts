import type { Locator, Page } from 'playwright-core'

/** The settings as their user knows them: one card for each subject. */
export class SettingsPage {
  readonly budget: Locator
  readonly providers: Locator
  readonly priceBook: Locator
  readonly ownPrices: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    const card = (name: string) => page.getByRole('main').getByRole('region', { name, exact: true })
    this.budget = card('Budget')
    this.providers = card('Providers')
    this.priceBook = card('Price book')
    this.ownPrices = this.priceBook.getByRole('table', { name: 'Your entries' })
  }

  get cap(): Locator {
    return this.budget.getByLabel('Cap for a month, in $')
  }

  async saveCap(text: string): Promise<void> {
    await this.cap.fill(text)
    await this.budget.getByRole('button', { name: 'Save the cap' }).click()
  }

  /** What the bar below every screen says of money. */
  get spend(): Locator {
    return this.#page.getByRole('contentinfo').getByText('Spend this month')
  }

  provider(name: string): Locator {
    return this.providers.getByRole('list', { name: 'Providers' }).getByRole('listitem', { name, exact: true })
  }

  async addServer(name: string, address: string): Promise<void> {
    await this.providers.getByRole('button', { name: 'Add a server' }).click()
    const form = this.providers.getByRole('form', { name: 'New server' })
    await form.getByLabel('Name', { exact: true }).fill(name)
    await form.getByLabel('Address', { exact: true }).fill(address)
    await form.getByRole('button', { name: 'Add the server' }).click()
    await this.provider(name).waitFor()
  }

  /** Opens everything about a provider. */
  async setUp(name: string): Promise<Locator> {
    await this.providers.getByRole('button', { name: `Set up ${name}`, exact: true }).click()
    return this.provider(name)
  }

  /** @param amounts input, cached input (empty for no discount), output; in dollars per million tokens. */
  async enterPrice(model: string, amounts: readonly [string, string, string]): Promise<void> {
    await this.priceBook.getByRole('button', { name: 'Enter a price' }).click()
    await this.fillPrice('Enter a price', amounts, model)
  }

  async editPrice(model: string, amounts: readonly [string, string, string]): Promise<void> {
    await this.ownPrices.getByRole('button', { name: `Edit the price of ${model}` }).click()
    await this.fillPrice(`Price of ${model}`, amounts)
  }

  async fillPrice(name: string, [input, cached, output]: readonly [string, string, string], model?: string) {
    const form = this.priceBook.getByRole('form', { name })
    if (model !== undefined) await form.getByLabel('Model').fill(model)
    await form.getByLabel('Input, $ per million').fill(input)
    await form.getByLabel('Cached input').fill(cached)
    await form.getByLabel('Output, $ per million').fill(output)
    await form.getByRole('button', { name: 'Save the price' }).click()
    await form.waitFor({ state: 'detached' })
  }
}
