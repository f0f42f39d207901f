import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { DecisionEntries } from '../../shared/domain/decision.ts'
import { metricDefinitions } from '../../shared/domain/metric.ts'
import { openBrowser } from './open-browser.ts'
import { shrinkPng } from './shrink-png.ts'
import { startWebHost } from './start-web-host.ts'

// `npm run screenshots`: the README's pictures, taken of the built page on a workspace that holds nothing but the sample.

const target = fileURLToPath(new URL('../../.github/screens/', import.meta.url))
const viewport = { width: 1440, height: 900 }
const maxBytes = 250_000
const themes = ['light', 'dark'] as const

const folder = join(tmpdir(), 'garden')
// The status bar shows where the workspace is, so it has a name that is worth showing, and is never somebody else's.
await mkdir(folder)
await using removal = new AsyncDisposableStack()
removal.defer(() => rm(folder, { recursive: true, force: true }))
await using host = await startWebHost({
  rendererFolder: fileURLToPath(new URL('../../dist/renderer/', import.meta.url)),
  workspaceFolder: folder,
})
const { engine } = host
const { paths, name, sweep } = engine.workspace.sample()
engine.datasets.import({ paths, name, mapping: {}, dryRun: false })
await engine.jobs.idle()
engine.experiments.start(sweep)
await engine.jobs.idle()

const runs = engine.experiments.listRuns()
const runWith = (chunking: string, mode: string) => {
  const found = runs.find(({ recipe }) => recipe?.chunking.kind === chunking && recipe?.search.mode === mode)
  if (!found) throw new Error(`The sample's sweep has no run with ${chunking} chunks and ${mode} search.`)
  return found.runId
}
const baseline = runWith('recursive', 'fulltext')
const best = runWith('sentence', 'hybrid')
const compared = [baseline, runWith('recursive', 'hybrid'), best].join(',')
// The pictures show intervals, which are computed when they are first asked for.
await engine.experiments.intervals(
  runs.map(({ runId }) => runId),
  [...metricDefinitions.keys()],
)
engine.experiments.edit(best, { tags: ['candidate'] })
engine.experiments.edit(baseline, { tags: ['today'] })
await engine.decisions.save(
  DecisionEntries.parse({
    answers: { missing: 'knowledge', changes: 'weekly', sources: 'required', latency: 'under3s', volume: 'documents' },
    notes: 'A prompt with the right pages pasted in is still to be measured: it is the rung below.',
  }),
)

/** What each picture shows: its address, what to do there, and what to wait for. */
const screens: readonly { file: string; path: string; act?: (page: Page) => Promise<void>; ready: string }[] = [
  {
    file: 'runs',
    path: `/runs?baseline=${baseline}&sort=-ndcg@10`,
    ready: '[data-row] [title*="95 % interval"]',
  },
  {
    file: 'run',
    path: `/runs/${best}?baseline=${baseline}&view=questions&query=a-004`,
    ready: 'aside mark',
  },
  {
    file: 'compare',
    path: `/compare?runs=${compared}&baseline=${baseline}`,
    // The last verdict to come.
    ready: '[data-metric="latencyMs.total.p95"] td:last-child :text("timed")',
  },
  { file: 'ladder', path: '/ladder', ready: '[aria-label^="Latency and quality"] svg' },
  { file: 'decision', path: '/ladder/decision', ready: '[aria-label="Checklists"] li' },
  {
    file: 'datasets',
    path: `/datasets?evalSet=${name}`,
    act: (page) => page.locator('[role=option]').nth(3).click(),
    ready: 'article mark',
  },
  {
    file: 'new-experiment',
    path: '/new',
    act: async (page) => {
      const sizes = page.getByLabel('Chunk size, another value')
      for (const tokens of ['200', '800']) {
        await sizes.fill(tokens)
        await sizes.press('Enter')
      }
      for (const mode of ['full-text', 'vector']) await page.getByRole('button', { name: mode, exact: true }).click()
      await page.getByText('9 recipes').waitFor()
    },
    ready: '[role=status]',
  },
]

await using browser = await openBrowser()
await mkdir(target, { recursive: true })
for (const theme of themes) {
  const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(host.newUrl())
  for (const { file, path, act, ready } of screens) {
    await page.goto(host.origin + path)
    await act?.(page)
    await page.locator(ready).first().waitFor()
    // Figures come after the rows.
    await page.getByText('interval to come').first().waitFor({ state: 'detached' })
    await page.waitForLoadState('networkidle')
    const picture = join(target, `${file}.${theme}.png`)
    const bytes = shrinkPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }))
    if (bytes.length > maxBytes)
      throw new Error(`${picture} has ${bytes.length} bytes; at most ${maxBytes} are allowed.`)
    await writeFile(picture, bytes)
    process.stdout.write(`${file}.${theme}.png ${Math.round(bytes.length / 1000)} kB\n`)
  }
  await context.close()
}
