import { expect, test } from 'vitest'
import { defaultRubric } from '../../../shared/domain/evaluator.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { NewExperimentPage } from './pages/new-experiment-page.ts'
import { RunsPage } from './pages/runs-page.ts'
import { describeApp, openApp } from './support/describe-app.ts'
import { fillWithSample } from './support/fill-with-sample.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('new experiment', () => {
  let host: TestApp
  let runIds: readonly RunId[]
  let watched: WatchedPage
  let form: NewExperimentPage

  useApp({
    prepare: async (engine) => {
      runIds = await fillWithSample(engine)
    },
    opened: (app) => {
      host = app
    },
    path: '/new',
    page: async (opened) => {
      watched = opened
      await ready()
    },
  })

  async function open(path: string): Promise<void> {
    await watched.page.goto(`${host.origin}${path}`)
    await ready()
  }

  async function ready(): Promise<void> {
    form = new NewExperimentPage(watched.page)
    await form.plan.getByRole('status').first().waitFor()
  }

  async function finishedRun(isIt: (run: Run) => boolean): Promise<Run> {
    let found: Run | undefined
    await expect
      .poll(
        async () => {
          found = (await host.client.experiments.runs({})).find(isIt)
          return found?.status
        },
        { timeout: 60_000 },
      )
      .toBe('finished')
    return found!
  }

  test('a grid is counted before it starts, then watched among the runs', async () => {
    const { page } = watched
    expect(await form.plan.getByRole('status').first().textContent()).toMatch(/^1 recipe, no new indexes, about /u)
    await form.name.fill('Grid from the form')
    await form.setValues('Chunk size', [300, 500])
    await form.choice('How chunks are found', 'full-text').click()
    await form.planned(4)
    expect(await form.plan.getByRole('status').first().textContent()).toMatch(
      /^4 recipes, 2 new indexes, about \d+ seconds$/u,
    )
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
    await form.plan.getByRole('status').first().waitFor()
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

  test('the built-in reader answers at no cost, and its answers are scored', async () => {
    const { page } = watched
    expect(await page.getByRole('region', { name: 'Evaluators' }).count()).toBe(0)
    await page.getByRole('radio', { name: 'Nothing' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByText('The built-in reader picks sentences of the passages').waitFor()
    await form.cost.getByText('free: nothing is sent anywhere').waitFor()
    expect(await page.getByRole('textbox', { name: 'User message' }).count()).toBe(0)
    await form.setValues('Passages', [4])
    await form.evaluator('Contains').check()
    await form.plan.getByText(/ · extractive reader$/u).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await form.whenReady()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL((url) => url.pathname === '/runs')
    const run = await finishedRun(({ recipe }) => recipe?.generation?.model === 'extractive')
    expect(run.recipe!.context.passages).toBe(4)
    const { runs } = await host.client.results.metrics({ runs: [run.runId], metrics: ['tokenF1', 'contains'] })
    const [tokenF1, contains] = runs[0]!.metrics
    expect(tokenF1!.value).toBeGreaterThan(0.05)
    expect(contains!.n).toBeGreaterThan(100)
    await open(`/new?from=${run.runId}`)
    expect(await page.getByRole('radio', { name: 'Built-in reader' }).getAttribute('aria-checked')).toBe('true')
    expect(await form.evaluator('Contains').isChecked()).toBe(true)
    expect(await page.getByText(/^was /u).count()).toBe(0)
  }, 120_000)

  test('a prompt is sent as it was shown, to a model on this machine', async () => {
    await using server = await OpenAiServer.start({ answer: () => '40 seconds' })
    const { page } = watched
    await form.choice('What is tried', 'Prompt').click()
    await form.choice('What is tried', 'RAG').click()
    expect(await page.getByRole('region', { name: 'Chunking' }).count()).toBe(0)
    await form.plan.getByText('generation.model must').waitFor()
    expect(await form.start.isDisabled()).toBe(true)
    await page.getByLabel('Provider', { exact: true }).selectOption({ label: 'vLLM' })
    expect(await page.getByText('OPENAI_API_KEY').count()).toBe(0)
    await form.setValues('Server address', [server.baseUrl])
    await page.getByRole('button', { name: 'List its models' }).click()
    await page.getByLabel('Add a model of the provider').selectOption({ index: 1 })
    await page.getByRole('textbox', { name: 'System message' }).fill('Answer about {{product}} in a few words.')
    await form.preview.getByText('Nothing replaces {{product}}').waitFor()
    await page.getByRole('textbox', { name: 'System message' }).fill('Answer in a few words.')
    await form.preview.getByText('Nothing replaces').waitFor({ state: 'detached' })
    await form.preview.getByRole('button', { name: 'Next question' }).click()
    await form.preview.getByText('2 of 143').waitFor()
    const shown = await form.preview.getByRole('region', { name: 'user message' }).textContent()
    await form.cost.getByText('free: models on this machine').waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await form.whenReady()
    await form.start.click()
    await page.waitForURL((url) => url.pathname === '/runs')
    const run = await finishedRun(({ recipe }) => recipe?.rung === 'prompt')
    const asked = server.requests.flatMap(({ question }) => (question ? [question.messages] : []))
    expect(asked).toHaveLength(143)
    expect(asked).toContainEqual([
      { role: 'system', content: 'Answer in a few words.' },
      { role: 'user', content: shown },
    ])
    await open(`/new?from=${run.runId}`)
    await form.cost.getByText('all known already').waitFor()
    expect(await page.getByText('127.0.0.1').count()).toBe(1)
    expect(await page.getByText(/^was /u).count()).toBe(0)
  }, 120_000)

  test('a cap that cannot be kept without a price is explained before anything starts', async () => {
    const { page } = watched
    await page.getByRole('radio', { name: 'A model' }).click()
    await form.setValues('Server address', ['https://models.invalid/v1'])
    await form.setValues('Model', ['house-model', 'other-model'])
    await form.planned(2)
    await form.cost.getByText('price of house-model, other-model not known').waitFor()
    await expect.poll(() => form.start.textContent()).toMatch(/^Start 2 runs, price not known/u)
    await expect.poll(() => form.start.isEnabled()).toBe(true)
    await page.getByLabel('Cap per run').fill('0.5')
    await form.cost.getByText(/^The price of house-model is not known, so the cap cannot be kept/u).waitFor()
    expect(await form.start.isDisabled()).toBe(true)
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByLabel('Cap per run').fill('half')
    await page.getByRole('region', { name: 'Budget' }).getByText('budget.perRunUsd must be a number').waitFor()
    await page.getByLabel('Cap per run').fill('')
    await expect.poll(() => form.start.isEnabled()).toBe(true)
  })

  test('a known price is a range before start, with judges and beside a cap', async () => {
    const { page } = watched
    await page.getByRole('radio', { name: 'A model' }).click()
    await form.setValues('Model', ['gpt-5.4-mini'])
    await expect.poll(() => form.start.textContent()).toMatch(/^Start run, up to \$\d+\.\d\d/u)
    await form.evaluator('Judge').check()
    await form.plan.getByText('evaluators.0.model must not be empty').waitFor()
    await page.getByLabel('Judge model').fill('gpt-5.4')
    await form.cost.getByText('Judging').waitFor()
    await page.getByLabel('Cap per run').fill('0.01')
    await form.cost.getByText('The cap of $0.01 per run will not do').waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('radio', { name: 'JSON' }).click()
    const spec = JSON.parse(await page.getByRole('textbox', { name: 'The experiment as JSON' }).inputValue())
    expect(spec.budget).toEqual({ perRunUsd: 0.01, perSweepUsd: null })
    expect(spec.evaluators).toMatchObject([{ kind: 'judge', model: 'gpt-5.4', rubric: defaultRubric }])
  })

  test('without an eval set there is one way on', async () => {
    await using empty = await openApp()
    await using other = await empty.openPage('/runs')
    const { page } = other
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
