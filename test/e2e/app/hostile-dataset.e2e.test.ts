import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, describe, expect, test } from 'vitest'
import type { ImportReport } from '../../../shared/domain/dataset-import.ts'
import { dropPaths } from '../../support/drop-paths.ts'
import {
  formulas,
  hostileName,
  hostileTexts,
  hostileTwoMegabytes,
  strangeTexts,
  writeHostileBeir,
  writeHostileCsv,
  writeWideCsv,
} from '../../support/hostile-dataset.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { InProcessCli } from '../cli/support/in-process-cli.ts'
import { ComparePage } from './pages/compare-page.ts'
import { DatasetsPage } from './pages/datasets-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { goTo } from './pages/go-to.ts'
import { ImportPage } from './pages/import-page.ts'
import { RunsPage } from './pages/runs-page.ts'
import { besidePage, describeApp, testInBrowser } from './support/describe-app.ts'
import type { TestApp } from './support/test-app.ts'
import { useEmptyApp } from './support/use-app.ts'

const questions = hostileTexts.length + formulas.length + strangeTexts.length
const tooWide = /The header has 50,?000 columns; at most 2,?000 can be read/u
const sweep = { grid: { 'search.mode': ['fulltext', 'hybrid'] }, base: { chunking: { kind: 'none' } } }

// Windows allows none of these names for a file.
describe.skipIf(process.platform === 'win32')('hostile files on the command line', () => {
  test('are imported, or refused with a reason, and their exports hold no formula', async () => {
    using cli = new InProcessCli()
    const folder = await writeHostileBeir(cli.folder)
    const report = await cli.json<ImportReport>(['import', folder])
    expect(report).toMatchObject({ documents: questions + 1, queries: questions, judgments: questions })
    expect(report.rejections).toEqual([])

    const wide = await cli.run(['import', await writeWideCsv(join(cli.folder, 'wide'))])
    expect(wide.exitCode).toBe(8)
    expect(wide.stderr).toMatch(tooWide)

    const { runs } = await cli.json<{ runs: { run: { runId: string } }[] }>(['sweep', cli.write('s.json', sweep)])
    expect(runs).toHaveLength(2)
    expectNoFormula(await cli.succeed(['compare', '--format', 'csv']))
    const trec = await cli.succeed(['compare', runs[0]!.run.runId, '--format', 'trec'])
    for (const line of trec.trimEnd().split('\n')) expect(line.split(/\s+/u)).toHaveLength(6)
  }, 120_000)
})

describe.skipIf(process.platform === 'win32')('hostile files (skipped on Windows, which forbids their names)', () => {
  describeApp('on the page', () => {
    let host: TestApp
    let watched: WatchedPage
    let files: ReturnType<typeof temporaryFolder>

    useEmptyApp({
      opened: (app) => {
        host = app
        files = temporaryFolder()
      },
      page: (opened) => {
        watched = opened
      },
    })
    afterEach(() => files[Symbol.dispose]())

    testInBrowser(
      besidePage,
      'are shown as text on every screen, nothing in them acts, and their exports hold no formula',
      async () => {
        const { page } = watched
        await dropPaths(page, [await writeHostileBeir(files.path)])
        const imports = new ImportPage(page)
        await imports.previewed()
        for (const file of ['corpus.jsonl', 'queries.jsonl', 'answers.jsonl']) {
          await imports.file(file).click()
          await page.getByRole('heading', { name: file }).waitFor()
          await page.getByRole('region', { name: 'Rows of the file' }).getByText(hostileTexts[0]).first().waitFor()
        }
        await imports.import()

        const datasets = new DatasetsPage(page)
        for (const text of [...hostileTexts, ...strangeTexts.slice(0, 3)]) {
          await datasets.openQuestion(text)
          await page.getByRole('region', { name: 'Question', exact: true }).getByText(text).first().waitFor()
        }
        await datasets.openCorpus(hostileName.replaceAll(/[+()]/g, '\\$&'))
        for (const text of hostileTexts) {
          await datasets.documents.locator('[role=option]', { hasText: text }).first().click()
          await datasets.reader.getByText(text).first().waitFor()
        }
        await datasets.documents.focus()
        await page.keyboard.press('End')
        await page.keyboard.press('Enter')
        await datasets.reader.getByText(hostileTwoMegabytes.slice(0, 1000)).first().waitFor()

        const { jobId, runIds } = await host.client.experiments.start(sweep)
        await page.keyboard.press('Escape')
        await goTo(page, 'Runs')
        for await (const _event of await host.client.jobs.watch({ jobId })) {
          // Until the job ends.
        }
        const marked = { name: `${formulas[0]} ${hostileTexts[0]}`, tags: [hostileTexts[1]], notes: hostileTexts[2] }
        await host.client.experiments.edit({ runId: runIds[0]!, ...marked })
        const runs = new RunsPage(page)
        expect(await watched.hasExecuted()).toBe(false)
        await page.reload()
        await expect.poll(() => runs.doneRows.count(), { timeout: 30_000 }).toBe(2)
        await runs.row(hostileTexts[0]).getByText(hostileTexts[1]).waitFor()

        await runs.row(hostileTexts[0]).getByRole('link').click()
        await page.getByRole('tab', { name: /^Questions/ }).click()
        for (const text of [hostileTexts[0], hostileTexts[5], strangeTexts[0]!]) {
          await page.getByRole('grid', { name: 'Questions' }).getByText(text).first().dblclick()
          await page
            .getByRole('complementary', { name: /^Question/ })
            .getByText(text)
            .first()
            .waitFor()
          await page.keyboard.press('Escape')
        }
        await goTo(page, 'Runs')
        await runs.select(2)
        const exports = new ExportDialog(page)
        expectNoFormula((await exports.export('CSV, wide')).text)
        await page.keyboard.press('c')
        const comparePage = new ComparePage(page)
        await comparePage.ready()
        await comparePage.show('All')
        await comparePage.questions.first().click()
        await comparePage.drawer.waitFor()
        await page.keyboard.press('Escape')
        expectNoFormula((await exports.export('CSV, tidy')).text)
        const markdown = await exports.export('Markdown')
        expect(markdown.text).toContain(`\\<img src=x`)
        expect(markdown.text.replaceAll('\\<', '')).not.toMatch(/</u)
        await page.keyboard.press('Control+k')
        await page.getByRole('dialog').getByText(hostileName).first().waitFor()
        expect(await page.locator('main img, main script, main iframe, [role=dialog] img').count()).toBe(0)
      },
      150_000,
    )

    test('a table of 50,000 columns is refused with the reason, one with hostile cells is imported', async () => {
      const { page } = watched
      await dropPaths(page, [await writeHostileBeir(files.path)])
      const imports = new ImportPage(page)
      await imports.previewed()
      await imports.import()
      await dropPaths(page, [await writeWideCsv(join(files.path, 'tables'))])
      await page.getByText(tooWide).first().waitFor()
      expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(1)
      expect(await page.getByRole('button', { name: /^Import/ }).isDisabled()).toBe(true)
      await page.getByRole('main').getByRole('button', { name: 'Cancel', exact: true }).click()

      await dropPaths(page, [await writeHostileCsv(join(files.path, 'tables'))])
      await imports.previewed()
      await imports.useColumn('=1+1', 'Tags')
      expect(await imports.rows.textContent()).toContain(`${questions} accepted`)
      await imports.import()
      await new DatasetsPage(page).openQuestion(`${hostileTexts[1]} asked`)
      await page.getByRole('region', { name: 'Question', exact: true }).getByText(hostileTexts[1]).first().waitFor()
    }, 120_000)
  })
})

/** No cell of a CSV begins as a formula does, but for numbers; those that did are escaped. */
function expectNoFormula(csv: string): void {
  const cells = (parse(csv) as string[][]).flat()
  expect(cells.length).toBeGreaterThan(20)
  expect(cells.filter((cell) => /^[=+\-@\t\r]/u.test(cell) && Number.isNaN(Number(cell)))).toEqual([])
  expect(cells.some((cell) => /^'[=+\-@\t]/u.test(cell))).toBe(true)
}
