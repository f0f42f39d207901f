import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { OpenAiTrainer } from '../../../shared/domain/trainer.ts'
import { dropPaths } from '../../support/drop-paths.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { describeApp } from './support/describe-app.ts'
import { importSample } from './support/fill-with-sample.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

const curvePath = (name: string) => fileURLToPath(new URL(`../../fixtures/reference/curves/${name}`, import.meta.url))
const curve = (name: string) => ({ fileName: name, text: readFileSync(curvePath(name), 'utf8') })

describeApp('fine-tunes', () => {
  let host: TestApp
  let watched: WatchedPage
  let server: OpenAiServer
  let tuned: FineTuneJob

  useApp({
    prepare: async (engine) => {
      await importSample(engine)
      server = await OpenAiServer.start({ answer: () => 'not found' })
      const { fineTuning } = engine
      await engine.models.addProvider({ label: 'Test server', baseUrl: server.baseUrl, secretName: null })
      const files = { baseModel: 'Qwen/Qwen3-0.6B', tunedModel: null }
      await fineTuning.importFiles({ ...files, name: 'Healthy run', files: [curve('trainer_state_healthy.json')] })
      await fineTuning.importFiles({ ...files, name: 'Overfitted run', files: [curve('openai_overfitting.csv')] })
      const providerJobId = await trainAt(server)
      const trainer = OpenAiTrainer.parse({ kind: 'openai', baseUrl: server.baseUrl, secretName: null })
      tuned = await fineTuning.importJob(trainer, providerJobId)
      for await (const { job } of fineTuning.watch(tuned.fineTuneJobId, AbortSignal.timeout(20_000))) tuned = job
    },
    opened: (app) => {
      host = app
    },
    path: null,
    page: (opened) => {
      watched = opened
    },
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('a curve is shown with its flag in a sentence, laid over another, and as a table', async () => {
    const { page } = watched
    await page.goto(`${host.origin}/settings`)
    await page.getByRole('heading', { name: 'Settings' }).first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.getByRole('link', { name: /Overfitted run/ }).click()
    await page.getByText('Overfitting since step 40: validation loss rose from 1.000 to 1.474').waitFor()
    await page.getByText('Keep the model of step 40').waitFor()
    await page.getByRole('checkbox', { name: 'Healthy run' }).check()
    await page
      .getByText(/Healthy run valid 0\.6/)
      .first()
      .waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('button', { name: 'View as table: Loss' }).click()
    await page.getByRole('cell', { name: '1.474' }).first().waitFor()
  })

  test('the form asks for data and says what is open', async () => {
    const { page } = watched
    await page.goto(`${host.origin}/finetunes`)
    await page.getByRole('button', { name: 'New job' }).click()
    await page.getByLabel('Trainer', { exact: true }).waitFor()
    await page.getByText('No training set has a frozen split yet.').waitFor()
    await page.getByText('Choose the data and the base model first.').waitFor()
    await page.getByText('Trains open models and tells the price before it starts.').waitFor()
    expect(await page.getByRole('button', { name: 'Start job' }).isDisabled()).toBe(true)
    expect(await violationsInBothThemes(page)).toEqual([])
  })

  test('a tuned model is run on an eval set at both rungs, and the run leads back to its job and curve', async () => {
    const { page } = watched
    await page.goto(`${host.origin}/finetunes?job=${tuned.fineTuneJobId}`)
    await page.getByRole('button', { name: 'Run on eval set' }).click()
    await page.getByRole('button', { name: /Start 2 runs/ }).click({ timeout: 20_000 })
    await host.engine.jobs.idle()
    const runs = host.engine.experiments.listRuns().filter(({ recipe }) => recipe?.generation?.tuned)
    expect(runs.map(({ recipe, status }) => [recipe?.rung, status]).toSorted()).toEqual([
      ['finetune', 'finished'],
      ['hybrid', 'finished'],
    ])
    await page.goto(`${host.origin}/runs/${runs[0]!.runId}`)
    const card = page.getByRole('region', { name: 'Tuned model' })
    await card.getByRole('link', { name: 'Loss by step' }).click()
    await expect.poll(async () => new URL(page.url()).searchParams.get('job')).toContain(tuned.fineTuneJobId)
    await page.getByRole('region', { name: 'Checkpoints' }).getByRole('radio').first().waitFor()
    const forgetting = page.getByRole('region', { name: 'Forgetting' })
    await forgetting.getByRole('button', { name: 'Load the general suite' }).click()
    await forgetting.getByRole('button', { name: 'Run base and tuned' }).click()
    await forgetting.getByRole('rowheader', { name: 'arithmetic' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
  })

  test('a job that trains is paused, resumed and cancelled by the buttons that its state allows', async () => {
    const { page } = watched
    const providerJobId = await trainAt(server, 4)
    await page.goto(`${host.origin}/finetunes?view=import`)
    await page.getByLabel('Provider', { exact: true }).selectOption({ label: 'Test server' })
    await page.getByRole('button', { name: 'List its jobs' }).click()
    await page.getByRole('checkbox', { name: providerJobId }).check()
    await page.getByRole('button', { name: 'Import 1 chosen' }).click()
    await page.getByRole('row', { name: providerJobId }).getByRole('link', { name: 'Open' }).click()
    const job = page.getByRole('region', { name: `Job ${providerJobId}` })
    await job.getByText('Training', { exact: true }).waitFor()
    await job.getByRole('button', { name: 'Pause' }).click()
    await job.getByText('Paused', { exact: true }).waitFor()
    await job.getByRole('button', { name: 'Resume' }).click()
    await job.getByRole('button', { name: 'Pause' }).waitFor()
    await job.getByRole('button', { name: 'Cancel job' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the job' }).click()
    await job.getByText('Cancelled', { exact: true }).waitFor()
    expect(await job.getByRole('button', { name: /Pause|Resume|Cancel/ }).count()).toBe(0)
  })

  test('a job whose creation nobody confirmed is sent again only after a second word', async () => {
    const { page } = watched
    const { trainingSets, fineTunes } = host.client
    const [set] = await trainingSets.list()
    const version = await trainingSets.freeze({
      versionId: set!.current.versionId,
      split: {
        ...{ seed: 1, shares: { train: 0.8, validation: 0.1, test: 0.1 } },
        ...{ groupBy: 'input' as const, keepsGiven: false },
      },
    })
    let creations = 0
    server.respond = ({ path, sent }) => {
      if (path !== '/v1/fine_tuning/jobs' || sent === null) return { kind: 'answer' }
      creations += 1
      return creations === 1 ? { kind: 'status', status: 500, message: 'The server had an error.' } : { kind: 'answer' }
    }
    await fineTunes.start({
      ...{ name: 'Lost', trainingVersionId: version.versionId, baseModel: 'gpt-4o-mini-2024-07-18' },
      trainer: OpenAiTrainer.parse({ kind: 'openai', baseUrl: server.baseUrl, secretName: null }),
      ...{ hyperparameters: { epochs: 1 }, noBaselineReason: 'a test of the job alone' },
    })
    await page.goto(`${host.origin}/finetunes`)
    await page.getByRole('link', { name: /^Lost/ }).click()
    const job = page.getByRole('region', { name: 'Job Lost' })
    await job.getByText('Unconfirmed', { exact: true }).waitFor()
    await job.getByText(/lists no job with the tag/).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await job.getByRole('button', { name: 'Search at the provider again' }).click()
    await job.getByRole('button', { name: 'It is not there: send again' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/there will be two of them, and both are paid for/).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(creations).toBe(1)
    await job.getByRole('button', { name: 'It is not there: send again' }).click()
    await dialog.getByRole('button', { name: 'Send it again' }).click()
    await job.getByText('Validating', { exact: true }).waitFor()
    expect(creations).toBe(2)
    server.respond = () => ({ kind: 'answer' })
  })

  test('a provider’s jobs are listed with their days left and taken over; dropped files are one more', async () => {
    const { page } = watched
    const providerJobId = await trainAt(server)
    await page.goto(`${host.origin}/finetunes`)
    await page.getByRole('button', { name: 'Import jobs' }).click()
    await page.getByLabel('Provider', { exact: true }).selectOption({ label: 'Test server' })
    await page.getByRole('button', { name: 'List its jobs' }).click()
    await page
      .getByRole('row', { name: /ftjob-1/ })
      .getByRole('link', { name: 'freeze its answers' })
      .waitFor()
    await page.getByRole('checkbox', { name: providerJobId }).check()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('button', { name: 'Import 1 chosen' }).click()
    await page.getByText('One job is here now').waitFor()
    await page.getByRole('row', { name: providerJobId }).getByRole('link', { name: 'freeze its answers' }).click()
    await page.getByRole('button', { name: /^Start/ }).waitFor()
    const chosen = page
      .getByRole('group', { name: 'What is tried' })
      .getByRole('button', { name: 'Fine-tune', exact: true })
    await expect.poll(() => chosen.getAttribute('aria-pressed')).toBe('true')
    await page.goto(`${host.origin}/finetunes?view=import`)
    await page.getByRole('heading', { name: 'Import jobs' }).waitFor()
    await dropPaths(page, [curvePath('stdout_overfitting.log')])
    await page.getByLabel('Name', { exact: true }).fill('From a log')
    await page.getByRole('button', { name: 'Import this file' }).click()
    await page.getByRole('region', { name: 'Job From a log' }).waitFor()
  })
})

/** A job at the server, done unless it goes through fewer stages. @returns its id there. */
async function trainAt(server: OpenAiServer, stages = 8): Promise<string> {
  const line = (question: string) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: question },
        { role: 'assistant', content: 'the answer' },
      ],
    })
  const form = new FormData()
  form.set('purpose', 'fine-tune')
  form.set(
    'file',
    new Blob([Array.from({ length: 12 }, (_, index) => line(`Question ${index}`)).join('\n')]),
    'train.jsonl',
  )
  const upload = await fetch(`${server.baseUrl}/files`, { method: 'POST', body: form })
  const { id } = (await upload.json()) as { id: string }
  const created = await fetch(`${server.baseUrl}/fine_tuning/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o-mini-2024-07-18', training_file: id }),
  })
  const job = (await created.json()) as { id: string }
  for (let stage = 0; stage < stages; stage++) server.fineTuning.advance()
  return job.id
}
