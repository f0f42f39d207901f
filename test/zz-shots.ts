import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildPage } from './support/build-page.ts'
import { openBrowser } from './support/open-browser.ts'
import { startWebHost } from './support/start-web-host.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { join } from 'node:path'
using folder = temporaryFolder()
await using host = await startWebHost({ rendererFolder: await buildPage(), workspaceFolder: join(folder.path, 'garden') })
const { engine } = host
const { paths, name, sweep } = engine.workspace.sample()
engine.datasets.import({ paths, name, mapping: {}, dryRun: false })
await engine.jobs.idle(); engine.experiments.start(sweep); await engine.jobs.idle()
const runs = engine.experiments.listRuns()
await using browser = await openBrowser()
const list = process.argv.slice(2)
for (const theme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(host.newUrl())
  for (const [n, item] of list.entries()) {
    const path = item.replace(/RUNS(\d+)/, (_, k) => runs.slice(0, Number(k)).map(({ runId }) => runId).join(',')).replace('BASE', runs[0]!.runId)
    await page.goto(host.origin + path)
    await page.waitForLoadState('networkidle'); await page.waitForTimeout(2500)
    await page.screenshot({ path: `/tmp/zz/s${n}.${theme}.png` })
  }
  await context.close()
}
