import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openWorkspace } from '../../../main/open-workspace.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { buildPage } from '../../support/build-page.ts'
import { openBrowser } from '../../support/open-browser.ts'
import { startWebHost } from '../../support/start-web-host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { openWatchedPage } from '../../support/watched-page.ts'
import { InProcessCli } from '../cli/support/in-process-cli.ts'
import { NewExperimentPage } from './pages/new-experiment-page.ts'
import { RunsPage } from './pages/runs-page.ts'
import { describeApp, isElectron, openApp, testInBrowser } from './support/describe-app.ts'
import { importSample } from './support/fill-with-sample.ts'

const silentLog = { info: () => {}, warn: () => {} }
const sweep = {
  name: 'Five chunkings',
  base: {},
  grid: {
    chunking: [
      { kind: 'none' },
      { kind: 'fixed', sizeTokens: 200, overlapTokens: 0 },
      { kind: 'recursive', sizeTokens: 400, overlapTokens: 50 },
      { kind: 'sentence', sizeTokens: 100, overlapTokens: 25 },
      { kind: 'markdown', sizeTokens: 200, overlapTokens: 0 },
    ],
    'search.mode': ['fulltext', 'hybrid'],
  },
}
const runsOfSweep = 10
const samplePath = fileURLToPath(new URL('../../../main/sample/dataset', import.meta.url))
const isBuilt = existsSync(new URL('../../../dist/renderer/index.html', import.meta.url))
/** The desktop app starts its engine again by itself: test/electron/desktop-app.test.ts. */
const noWebHost = 'the desktop app has no web host'

describeApp('a sweep that is interrupted', () => {
  test('a reload of the page in the middle of it loses nothing: the page follows it on to its end', async () => {
    await using app = await openApp({ prepare: importSample })
    await using watched = await app.openPage()
    const { page } = watched
    const runs = new RunsPage(page)
    await page.goto(`${app.origin}/new`)
    await new NewExperimentPage(page).startJson(sweep)
    await inTheMiddle(runs)
    await page.reload()
    const seen = await runs.watchSweep(sweep.name)
    await runs.whenSweepIsDone(sweep.name, runsOfSweep)
    expect((await seen())[0]).toMatch(/running|waiting/u)
    expect((await seen()).at(-1)).toBe(`${runsOfSweep} done`)
    expect(app.engine.experiments.listRuns().map(({ status }) => status)).toEqual(Array(runsOfSweep).fill('finished'))
    expect(watched.problems).toEqual([])
  }, 150_000)

  test.skipIf(isElectron || !isBuilt)(
    `a host that is killed and started again loses nothing${isElectron ? ` (skipped: ${noWebHost})` : isBuilt ? '' : ' (skipped: the page is not built)'}`,
    async () => {
      await using browser = await openBrowser()
      using cli = new InProcessCli()
      await cli.succeed(['import', samplePath, '--name', 'sample'])
      const serve = async (port: number) => {
        const host = cli.start(['serve', '--port', String(port)])
        await host.hasPrinted(/\n$/u)
        return { host, url: new URL(host.stdout.trim()) }
      }
      const first = await serve(0)
      await using watched = await openWatchedPage(browser, first.url.origin)
      const { page } = watched
      await page.goto(first.url.href)
      await page.goto(`${first.url.origin}/new`)
      await new NewExperimentPage(page).startJson(sweep)
      const runs = new RunsPage(page)
      await inTheMiddle(runs)
      first.host.kill('SIGKILL')
      await first.host.ended
      await page.getByText('engine lost').waitFor()

      const second = await serve(Number(first.url.port))
      await page.getByText('engine ready').waitFor()
      const jobs = page.getByRole('region', { name: 'Active jobs' })
      await jobs.getByText(/^Stopped at \d of 5; everything so far is kept$/u).waitFor()
      await jobs.getByRole('button', { name: 'Resume' }).click()
      await runs.whenSweepIsDone(sweep.name, runsOfSweep)
      expect(watched.problems.filter((problem) => !isLostConnection(problem))).toEqual([])
      second.host.kill('SIGTERM')
      expect((await second.host.ended).exitCode).toBe(0)
    },
    150_000,
  )

  testInBrowser(
    noWebHost,
    'a host that goes and comes back loses nothing: the page says so, connects again, and resumes the sweep',
    async () => {
      await using browser = await openBrowser()
      using folder = temporaryFolder()
      const options = { rendererFolder: await buildPage(), workspaceFolder: folder.path }
      const first = await startWebHost(options)
      await using watched = await openWatchedPage(browser, first.origin)
      const { page } = watched
      const runs = new RunsPage(page)
      await importSample(first.engine)
      first.engine.experiments.start(sweep)
      await page.goto(first.newUrl())
      await page.goto(`${first.origin}/runs`)
      await inTheMiddle(runs)
      await first.close()
      await page.getByText('The engine does not answer; trying again.').waitFor()
      await page.getByText('engine lost').waitFor()
      // What was on the screen stays there.
      await runs.sweep(sweep.name).waitFor()
      const kept = await storedRuns(folder.path)
      const finishedBefore = kept.filter(({ status }) => status === 'finished')
      expect(finishedBefore.length).toBeGreaterThan(0)
      expect(finishedBefore.length).toBeLessThan(runsOfSweep)

      await using second = await startWebHost({ ...options, port: first.port })
      await page.getByText('engine ready').waitFor()
      await runs
        .sweep(sweep.name)
        .getByText(/^[1-9] done/u)
        .waitFor()
      // Offered wherever one is, as after a kill.
      const jobs = page.getByRole('region', { name: 'Active jobs' })
      await jobs.getByText(/^Stopped at \d of 5; everything so far is kept$/u).waitFor()
      await jobs.getByRole('button', { name: 'Resume' }).click()
      await runs.whenSweepIsDone(sweep.name, runsOfSweep)
      const after = second.engine.experiments.listRuns()
      expect(after.map(({ status }) => status)).toEqual(Array(runsOfSweep).fill('finished'))
      // Nothing that was finished was done again.
      for (const { runId, finishedAt } of finishedBefore)
        expect(after.find((run) => run.runId === runId)!.finishedAt).toBe(finishedAt)
      expect(watched.problems.filter((problem) => !isLostConnection(problem))).toEqual([])
    },
    150_000,
  )
})

/** Some runs are done, others are not. */
async function inTheMiddle(runs: RunsPage): Promise<void> {
  await runs
    .sweep(sweep.name)
    .getByText(/[1-9] done · .*waiting/u)
    .waitFor({ timeout: 60_000 })
}

async function storedRuns(workspaceFolder: string): Promise<Run[]> {
  const engine = await openWorkspace(workspaceFolder, { access: 'prefer-write', log: silentLog })
  const runs = engine.experiments.listRuns()
  await engine.close()
  return runs
}

/** The browser itself reports every connection that could not be opened. */
function isLostConnection(problem: string): boolean {
  return /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/u.test(problem)
}
