import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import type { RunId } from '../../../shared/domain/ids.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { FrozenSplit, type TrainingVersion } from '../../../shared/domain/training-set.ts'
import { dropPaths } from '../../support/drop-paths.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import { ImportPage } from './pages/import-page.ts'
import { besidePage, describeInBrowser } from './support/describe-app.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

const file = fileURLToPath(new URL('../../../../shared/data/banking77/train.770.chat.jsonl', import.meta.url))
const isHere = existsSync(file)
const baseModel = 'base-model'

/**
 * From dropped training rows to a tuned model and a hybrid beside the un-tuned baseline. The rows come in by the page; the
 * split is frozen and the findings that block are fixed through the client, everything after that is done on the page.
 */
describeInBrowser('the path to a tuned model', besidePage, () => {
  let host: TestApp
  let page: Page
  let server: OpenAiServer
  const files = temporaryFolder()

  useApp({
    prepare: async (engine) => {
      server = await OpenAiServer.start({ answer: ({ messages }) => untuned(messages.at(-1)?.content ?? '') })
      await engine.models.addProvider({ label: 'Test server', baseUrl: server.baseUrl, secretName: null })
    },
    opened: (app) => {
      host = app
    },
    page: (opened) => {
      page = opened.page
    },
  })
  afterAll(async () => {
    files[Symbol.dispose]()
    await server[Symbol.asyncDispose]()
  })

  test.skipIf(!isHere)(
    `leads from a dropped file to Compare${isHere ? '' : ' (skipped: ../shared is not here)'}`,
    async () => {
      const { client, engine } = host
      await dropPaths(page, [file])
      const imports = new ImportPage(page)
      await imports.previewed()
      await imports.importButton.click()
      await expect
        .poll(async () => (await client.trainingSets.list()).map(({ current }) => current.examples))
        .toEqual([770])
      const version = await freeze((await client.trainingSets.list())[0]!.current)

      await page.goto(`${host.origin}/finetunes?view=new&version=${version.versionId}`)
      await page.getByLabel('Trainer', { exact: true }).selectOption({ label: 'Test server (open)' })
      await page.getByLabel('Base model').fill(baseModel)
      const preflight = page.getByRole('region', { name: 'Preflight' })
      await preflight.getByText('0 blockers').waitFor()
      // The app insists: without baselines there is no start but with a reason.
      await page.getByText('nobody can say what tuning gained').waitFor()
      expect(await page.getByRole('button', { name: 'Start job' }).isDisabled()).toBe(true)
      await refusedWithoutBaseline()
      await page.goBack()
      await page.getByLabel('Trainer', { exact: true }).selectOption({ label: 'Test server (open)' })
      await page.getByLabel('Base model').fill(baseModel)
      for (const kind of ['zero-shot', 'few-shot']) {
        await page.getByRole('button', { name: `Measure ${kind}` }).click()
        await page.getByText(`${kind} measured`).waitFor({ timeout: 20_000 })
      }
      await page.getByRole('button', { name: 'Start job' }).click()

      const job = page.getByRole('region', { name: /^Job base-model on/ })
      await job.waitFor()
      await expect.poll(async () => server.fineTuning.ids.length).toBe(1)
      for (let stage = 0; stage < 7; stage += 1) {
        server.fineTuning.advance()
        await client.fineTunes.refresh({ fineTuneJobId: (await client.fineTunes.list())[0]!.fineTuneJobId })
      }
      await job.getByText('Succeeded', { exact: true }).waitFor()
      await job.getByRole('region', { name: 'Checkpoints' }).getByText('picked by lowest validation loss').waitFor()
      await job.getByRole('region', { name: 'Preflight' }).getByText('0 blockers').waitFor()

      // Hybrid retrieves: the labels become documents of the eval set's corpus.
      const evalSet = (await client.datasets.list()).evalSets[0]!
      expect(() =>
        engine.experiments.start(SweepSpec.parse({ eval: evalSet.name, base: { search: { mode: 'fulltext' } } })),
      ).toThrow(/has no documents/)
      await job.getByText('Hybrid runs need documents').waitFor()
      await importLabels(evalSet.name)
      await page.reload()
      await job.getByRole('region', { name: 'Preflight' }).getByText('0 blockers').waitFor()
      expect(await job.getByText('Hybrid runs need documents').count()).toBe(0)
      await job.getByRole('button', { name: 'Run on eval set' }).click()
      await page.getByRole('button', { name: /Start 2 runs/ }).click({ timeout: 20_000 })
      await engine.jobs.idle()
      const runs = engine.experiments.listRuns()
      expect(runs.map(({ recipe, status }) => [recipe?.rung, status]).toSorted()).toEqual([
        ['finetune', 'finished'],
        ['hybrid', 'finished'],
        ['prompt', 'finished'],
        ['prompt', 'finished'],
      ])
      const idOf = (rung: string, examples = 'none'): RunId =>
        runs.find(({ recipe }) => recipe?.rung === rung && recipe.prompt.examples.kind === examples)!.runId
      const compared = [idOf('prompt'), idOf('prompt', 'nearest'), idOf('finetune'), idOf('hybrid')]
      const verdicts = await client.experiments.verdicts({
        ...{ runIds: compared, baseline: compared[0]!, metrics: ['exactMatch'] },
      })
      expect(verdicts.find(({ runId }) => runId === compared[2])).toMatchObject({ word: 'better' })
      await page.goto(`${host.origin}/compare?runs=${compared.join(',')}&baseline=${compared[0]}`)
      await page
        .locator('tr[data-metric="exactMatch"]')
        .getByText(/better/)
        .first()
        .waitFor()

      // From the score one click to the job, the data version, the preflight and the curve.
      await page.goto(`${host.origin}/runs/${compared[2]}`)
      const origin = page.getByRole('region', { name: 'Tuned model' })
      const links = ['train.770.chat, version 2', 'Report of its rows', 'Loss by step', /^base-model on/]
      for (const name of links) await origin.getByRole('link', { name }).waitFor()
      await origin.getByRole('link', { name: /^base-model on/ }).click()
      await job.getByRole('link', { name: 'Open the report with its rows' }).waitFor()

      await job.getByRole('button', { name: 'Measure all on the validation split' }).click()
      await page.getByRole('button', { name: /Start 3 runs/ }).click({ timeout: 20_000 })
      await engine.jobs.idle()
      await page.goto(`${host.origin}/finetunes?job=${(await client.fineTunes.list())[0]!.fineTuneJobId}`)
      const checkpoints = job.getByRole('region', { name: 'Checkpoints' })
      await checkpoints
        .getByRole('link', { name: `exact match, n = ${version.counts.validation}` })
        .nth(2)
        .waitFor()
      await checkpoints.getByRole('radio', { name: 'Measured' }).click()
      await checkpoints.getByText('picked by highest exact match').waitFor()
      expect(await violationsInBothThemes(page)).toEqual([])
    },
    60_000,
  )

  /** Starts with a reason instead of a baseline; the provider's refusal and the reason are shown on the job. */
  async function refusedWithoutBaseline(): Promise<void> {
    const message = 'Fine-tuning is not available to this organisation'
    server.respond = ({ path, sent }) =>
      path === '/v1/fine_tuning/jobs' && sent !== null ? { kind: 'status', status: 403, message } : { kind: 'answer' }
    await page.getByLabel('Name', { exact: true }).fill('Refused')
    await page.getByRole('button', { name: 'Start without a baseline…' }).click()
    const start = page.getByRole('button', { name: 'Start without a baseline', exact: true })
    expect(await start.isDisabled()).toBe(true)
    await page.getByLabel('Why is no baseline needed?').fill('It was measured elsewhere.')
    await start.click()
    const job = page.getByRole('region', { name: 'Job Refused' })
    await job.getByText(`“${message}”`).waitFor()
    await job.getByText('Started without a baseline: It was measured elsewhere.').waitFor()
    await job.getByRole('button', { name: 'Send again' }).waitFor()
    server.respond = () => ({ kind: 'answer' })
  }

  /** Freezes the split, and does what the findings that block propose. */
  async function freeze(imported: TrainingVersion): Promise<TrainingVersion> {
    const { trainingSets } = host.client
    const split = FrozenSplit.parse({
      ...{ seed: 1, shares: { train: 0.8, validation: 0.1, test: 0.1 } },
      ...{ groupBy: 'input', keepsGiven: false },
    })
    let version = await trainingSets.freeze({ versionId: imported.versionId, split })
    const { findings } = await trainingSets.preflight({ versionId: version.versionId })
    for (const { kind, severity, fix } of findings) {
      if (severity !== 'blocks' || fix === null) continue
      version = await trainingSets.fix({ versionId: version.versionId, finding: kind, ...fix })
    }
    return version
  }

  async function importLabels(name: string): Promise<void> {
    const { datasets, trainingSets } = host.client
    const [set] = await trainingSets.list()
    const { rows } = await trainingSets.examples({ versionId: set!.current.versionId, limit: 200 })
    const labels = new Set(rows.map(({ example }) => String(example.messages.at(-1)?.content)))
    const path = join(files.path, 'labels.jsonl')
    const documents = [...labels].map((label) => JSON.stringify({ _id: label, text: label.replaceAll('_', ' ') }))
    await writeFile(path, documents.join('\n'))
    await datasets.import({ paths: [path], name })
    await host.engine.jobs.idle()
    const { corpora } = await datasets.list()
    expect(corpora.find(({ corpusName }) => corpusName === name)?.documents).toBeGreaterThan(50)
  }
})

/** What the un-tuned model says: the answer of the last example that it was shown, else always the same. */
function untuned(prompt: string): string {
  return [...prompt.matchAll(/^Answer: (.+)$/gm)].at(-1)?.[1] ?? 'card_arrival'
}
