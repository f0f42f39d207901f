import { afterAll, beforeAll, expect, test } from 'vitest'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { goTo } from './pages/go-to.ts'
import { SettingsPage } from './pages/settings-page.ts'
import { besidePage, describeApp, openApp, testInBrowser } from './support/describe-app.ts'
import { importSample } from './support/fill-with-sample.ts'
import type { TestApp } from './support/test-app.ts'

describeApp('money and providers in the settings', () => {
  let app: TestApp
  let watched: WatchedPage
  let server: OpenAiServer
  let settings: SettingsPage

  beforeAll(async () => {
    server = await OpenAiServer.start({ answer: () => 'ready' })
    app = await openApp()
    watched = await app.openPage()
    settings = new SettingsPage(watched.page)
    await goTo(watched.page, 'Settings')
  })
  afterAll(async () => {
    await watched?.[Symbol.asyncDispose]()
    await app?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  const reload = () => watched.page.goto(`${app.origin}/settings`)

  async function expectClean(): Promise<void> {
    expect(await violationsInBothThemes(watched.page)).toEqual([])
    expect(watched.problems).toEqual([])
  }

  test('a cap for the month is set, said at the bottom of every screen, kept, and removed', async () => {
    await settings.spend.getByText('$0.00').waitFor()
    await settings.cap.fill('nothing')
    expect(await settings.budget.getByRole('button', { name: 'Save the cap' }).isDisabled()).toBe(true)
    await settings.saveCap('25')
    await expect.poll(() => settings.spend.textContent()).toBe('Spend this month $0.00 of $25.00')
    await reload()
    await expect.poll(() => settings.cap.inputValue()).toBe('25')
    await settings.budget.getByText('of $25.00, all three together').waitFor()
    expect(await app.client.money.month()).toMatchObject({ capUsd: 25, confirmedUsd: 0 })
    await expectClean()
    await settings.budget.getByRole('button', { name: 'Remove the cap' }).click()
    await expect.poll(() => settings.spend.textContent()).toBe('Spend this month $0.00')
    await expect.poll(() => settings.cap.inputValue()).toBe('')
  })

  test('a price of the user is entered, kept, changed to nothing, found and removed', async () => {
    await settings.enterPrice('gpt-5.4', ['0.15', '', '0.6'])
    const row = settings.ownPrices.getByRole('row', { name: /gpt-5[.]4/ })
    await row.getByText('as input').waitFor()
    await reload()
    await row.getByText('$0.15').waitFor()
    await row.getByText(/your entry, \d{4}-\d{2}-\d{2}/).waitFor()
    await settings.editPrice('gpt-5.4', ['0', '0', '0'])
    await expect.poll(() => row.getByText('$0.00').count()).toBe(3)
    expect(await app.client.money.ownPrices()).toMatchObject([
      { host: 'api.openai.com', model: 'gpt-5.4', inputUsdPerMillionTokens: 0, cachedInputUsdPerMillionTokens: 0 },
    ])
    await settings.priceBook.getByLabel('Find a model').fill('claude')
    await settings.ownPrices.waitFor({ state: 'detached' })
    await settings.priceBook.getByLabel('Find a model').fill('your entry')
    await expectClean()
    await row.getByRole('button', { name: 'Remove the price of gpt-5.4' }).click()
    await settings.ownPrices.waitFor({ state: 'detached' })
    await watched.page.getByRole('button', { name: 'Undo' }).click()
    await row.getByRole('button', { name: 'Remove the price of gpt-5.4' }).click()
    await settings.ownPrices.waitFor({ state: 'detached' })
    expect(await app.client.money.ownPrices()).toEqual([])
  })

  test('a server of the user is added, kept, lists its models, answers a question, and is removed', async () => {
    await settings.addServer('Lab server', server.baseUrl)
    await reload()
    await settings.provider('Lab server').getByText('no key needed').waitFor()
    const panel = await settings.setUp('Lab server')
    await panel.getByRole('button', { name: 'List its models' }).click()
    const old = panel.getByRole('row', { name: /gpt-old/ })
    await old.getByText('retires 2027-02-01').waitFor()
    expect(server.charged).toEqual([])
    await panel.getByRole('button', { name: 'Choose gpt-small' }).click()
    await panel.getByText('It may cost a fraction of a cent').waitFor()
    await panel.getByRole('button', { name: 'Ask one tiny question' }).click()
    await panel.getByText(/answered “ready” in \d+ ms[.] It cost \$0[.]00[.]/).waitFor()
    expect(server.charged.map(({ model }) => model)).toEqual(['gpt-small'])
    await expectClean()
    await panel.getByRole('button', { name: 'Remove this server' }).click()
    await settings.provider('Lab server').waitFor({ state: 'detached' })
    expect((await app.client.models.providers()).map(({ label }) => label)).not.toContain('Lab server')
    await watched.page.getByText('Lab server is removed').waitFor()
  })

  test('a provider that needs an address gets one, and what cannot be reached is said in a sentence', async () => {
    await settings.provider('Azure OpenAI').getByText('address needed').waitFor()
    const azure = await settings.setUp('Azure OpenAI')
    expect(await azure.getByRole('button', { name: 'List its models' }).count()).toBe(0)
    await azure.getByLabel('Address', { exact: true }).fill('https://me:secret@mine.openai.azure.com')
    await azure.getByText('must hold no password').waitFor()
    // Nothing listens at this port.
    await azure.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:1')
    await azure.getByLabel('Name of the key').fill('')
    await azure.getByRole('button', { name: 'Save the address' }).click()
    await azure.getByRole('button', { name: 'List its models' }).click()
    await azure.getByRole('alert').waitFor()
    await expectClean()
    await azure.getByRole('button', { name: 'Use the usual address' }).click()
    await azure.getByText('address needed').waitFor()
  })

  testInBrowser(besidePage, 'the spending at the bottom is asked for again when a job gets on', async () => {
    await reload()
    await expect.poll(() => settings.spend.textContent()).toBe('Spend this month $0.00')
    app.engine.money.setBudget({ monthlyUsd: 7 })
    await importSample(app.engine)
    await expect.poll(() => settings.spend.textContent()).toBe('Spend this month $0.00 of $7.00')
    expect(watched.problems).toEqual([])
  })
})
