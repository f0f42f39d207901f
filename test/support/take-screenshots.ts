import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from './open-browser.ts'
import { startWebHost } from './start-web-host.ts'
import { temporaryFolder } from './temporary-folder.ts'

// `npm run screenshots`: the README's pictures, taken of the built page on a workspace that holds nothing but the sample.

const target = fileURLToPath(new URL('../../.github/screens/', import.meta.url))
const viewport = { width: 1440, height: 900 }
const maxBytes = 250_000
const themes = ['light', 'dark'] as const

using folder = temporaryFolder()
await using host = await startWebHost({
  rendererFolder: fileURLToPath(new URL('../../dist/renderer/', import.meta.url)),
  workspaceFolder: join(folder.path, 'garden'),
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
engine.experiments.edit(best, { tags: ['candidate'] })
engine.experiments.edit(baseline, { tags: ['today'] })

/** What each picture shows: its address, and what to wait for. */
const screens = [
  { file: 'runs', path: `/runs?baseline=${baseline}&sort=-ndcg@10`, ready: '[data-row] [title*="95 % interval"]' },
  { file: 'run', path: `/runs/${best}?baseline=${baseline}&view=questions&sort=ndcg@10`, ready: '[data-row]' },
  { file: 'compare', path: `/compare?runs=${compared}&baseline=${baseline}`, ready: '[data-question]' },
  { file: 'datasets', path: `/datasets?evalSet=${name}`, ready: '[role=option]' },
  { file: 'new-experiment', path: '/new', ready: '[role=status]' },
]

await using browser = await openBrowser()
await mkdir(target, { recursive: true })
for (const theme of themes) {
  const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(host.newUrl())
  for (const { file, path, ready } of screens) {
    await page.goto(host.origin + path)
    await page.locator(ready).first().waitFor()
    await page.waitForLoadState('networkidle')
    const picture = join(target, `${file}.${theme}.png`)
    await writeFile(picture, await page.screenshot({ animations: 'disabled', caret: 'hide' }))
    const { size } = await stat(picture)
    process.stdout.write(`${file}.${theme}.png ${Math.round(size / 1000)} kB\n`)
    if (size > maxBytes) throw new Error(`${picture} has ${size} bytes; at most ${maxBytes} are allowed.`)
  }
  await context.close()
}
