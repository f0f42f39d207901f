import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunId } from '../../../shared/domain/ids.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { NewExperimentPage } from './pages/new-experiment-page.ts'
import { RunsPage } from './pages/runs-page.ts'
import { describeApp, openApp } from './support/describe-app.ts'
import { fillWithSample } from './support/fill-with-sample.ts'
import type { TestApp } from './support/test-app.ts'

describeApp('new experiment', () => {
  let host: TestApp
  let runIds: readonly RunId[]
  let watched: WatchedPage
  let form: NewExperimentPage

  beforeAll(async () => {
    host = await openApp({
      prepare: async (engine) => {
        runIds = await fillWithSample(engine)
      },
    })
  }, 120_000)
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    watched = await host.openPage()
    await open('/new')
  })
  afterEach(async () => {
    const { problems } = watched
    await watched[Symbol.asyncDispose]()
    expect(problems).toEqual([])
  })

  async function open(path: string): Promise<void> {
    await watched.page.goto(`${host.origin}${path}`)
    form = new NewExperimentPage(watched.page)
    await form.plan.getByRole('status').waitFor()
  }

  test('a grid is counted before it starts, then watched among the runs', async () => {
    const { page } = watched
    expect(await form.plan.getByRole('status').textContent()).toMatch(/^1 recipe, no new indexes, about /u)
    await form.name.fill('Grid from the form')
    await form.setValues('Chunk size', [300, 500])
    await form.choice('How chunks are found', 'full-text').click()
    await form.planned(4)
    expect(await form.plan.getByRole('status').textContent()).toMatch(/^4 recipes, 2 new indexes, about \d+ seconds$/u)
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/runs\?sweep=/u)
    const runs = new RunsPage(page)
    const seen = await runs.watchSweep('Grid from the form')
    await runs.whenSweepIsDone('Grid from the form', 4)
    expect((await seen()).length).toBeGreaterThan(1)
    expect(await runs.doneRows.count()).toBe(4)
    await runs.doneRows
      .first()
      .locator('[data-cell="ndcg@10"]', { hasText: /^0\.\d{3}/u })
      .waitFor()
  }, 120_000)

  test('what is wrong is said at its field and keeps the experiment from starting', async () => {
    await form.setValues('Overlap', [500])
    const field = watched.page.locator('[data-field="chunking.overlapTokens"]')
    await field.getByText('chunking.overlapTokens must be smaller than sizeTokens').waitFor()
    expect(await form.start.isDisabled()).toBe(true)
    expect(await violationsInBothThemes(watched.page)).toEqual([])
    await form.setValues('Overlap', [20])
    await form.plan.getByRole('status').waitFor()
    await expect.poll(() => form.start.isEnabled()).toBe(true)
  })

  test('form and JSON are two ways to the same experiment', async () => {
    const { page } = watched
    await form.choice('How chunks are found', 'vector').click()
    await form.planned(2)
    await page.getByRole('radio', { name: 'JSON' }).click()
    const json = page.getByRole('textbox', { name: 'The experiment as JSON' })
    const spec = JSON.parse(await json.inputValue())
    expect(spec.grid).toEqual({ 'search.mode': ['vector', 'hybrid'] })
    await json.fill('{ "grid": ')
    await form.plan.getByText(/^This is not JSON yet/u).waitFor()
    expect(await form.start.isDisabled()).toBe(true)
    await json.fill(JSON.stringify({ ...spec, bass: {} }))
    await form.plan.getByText(/^bass is not a field of the experiment/u).waitFor()
    await json.fill(
      JSON.stringify({ ...spec, grid: { 'search.mode': ['fulltext'], 'chunking.sizeTokens': [100, 200, 300] } }),
    )
    await form.planned(3)
    await page.getByRole('radio', { name: 'Form' }).click()
    expect(await form.choice('How chunks are found', 'full-text').getAttribute('aria-pressed')).toBe('true')
    expect(await form.choice('How chunks are found', 'vector').getAttribute('aria-pressed')).toBe('false')
    await page.getByRole('button', { name: 'Remove 200 from Chunk size' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
  })

  test('a run is repeated with one thing changed, and the change is marked', async () => {
    const { page } = watched
    await open(`/new?from=${runIds[1]}`)
    await page.getByRole('heading', { name: /^New experiment from vector/u }).waitFor()
    expect(await page.getByText(/^was /u).count()).toBe(0)
    await form.setValues('Chunk size', [250])
    await page.locator('[data-field="chunking.sizeTokens"]').getByText('was 400').waitFor()
    expect(await page.getByText(/^was /u).count()).toBe(1)
    await form.plan.getByText('recursive 250/50 · vector · built-in w384').waitFor()
    await form.start.click()
    await page.waitForURL((url) => url.pathname === '/runs')
    const runs = new RunsPage(page)
    await runs.row('vector · recursive 250/50').locator('[data-cell="status"]', { hasText: 'Done' }).waitFor()
  }, 120_000)

  test('without an eval set there is one way on', async () => {
    await using empty = await openApp()
    await using other = await empty.openPage()
    const { page } = other
    await page.goto(`${empty.origin}/runs`)
    await page.getByRole('heading', { name: 'No runs yet' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page
      .getByRole('main')
      .getByRole('button', { name: /^New experiment/u })
      .click()
    await page.getByRole('heading', { name: 'No eval set yet' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('button', { name: 'Import a dataset' }).click()
    await page.waitForURL(/\/datasets/u)
    expect(other.problems).toEqual([])
  })
})
