/// <reference lib="dom" />

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { openWorkspace } from '../../../main/open-workspace.ts'
import { figureFormats } from '../../../shared/charts/figure-formats.ts'
import { Comparison } from '../../../shared/domain/comparison.ts'
import { ImportRequest } from '../../../shared/domain/dataset-import.ts'
import { describeVerdict } from '../../../shared/domain/describe-verdict.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { RunsPage } from './pages/runs-page.ts'
import { besidePage, describeApp, openApp, testInBrowser } from './support/describe-app.ts'
import { fillWithSample } from './support/fill-with-sample.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('runs', () => {
  let host: TestApp
  let runIds: readonly RunId[]
  let watched: WatchedPage
  let runs: RunsPage

  useApp({
    prepare: async (engine) => {
      runIds = await fillWithSample(engine)
    },
    opened: (app) => {
      host = app
    },
    path: '/runs',
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
    runs = new RunsPage(watched.page)
    await runs.rows.first().waitFor()
  }

  const names = () => runs.rows.locator('[data-cell="name"] a').allTextContents()
  const header = (name: string) => runs.grid.getByRole('columnheader', { name, exact: true })
  const listed = () => host.engine.experiments.list([]).runs

  test('shows figures with n and interval, and is clean for axe in both themes', async () => {
    await runs
      .row('hybrid')
      .locator('[data-cell="ndcg@10"]', { hasText: /0\.\d{3}0\.\d{3}–0\.\d{3}/u })
      .waitFor()
    expect(await runs.row('hybrid').locator('[data-cell="ndcg@10"] [title]').getAttribute('title')).toMatch(
      /^nDCG@10 0\.\d{3}, 95 % interval \[0\.\d{3}, 0\.\d{3}\], n = 123 questions$/u,
    )
    await watched.page.getByText('scores rest on n = 123').waitFor()
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('sort, search and filter stand in the address and survive a reload', async () => {
    const { page } = watched
    await header('MRR').click()
    await page.waitForURL(/sort=-mrr/u)
    expect(await header('MRR').getAttribute('aria-sort')).toBe('descending')
    const mrr = async () =>
      (await runs.rows.locator('[data-cell="mrr"] [title]').allTextContents()).map(Number.parseFloat)
    const sorted = await mrr()
    expect(sorted).toEqual(sorted.toSorted((a, b) => b - a))
    await header('Run').click({ modifiers: ['Shift'] })
    await page.waitForURL(/sort=-mrr%2Cname/u)

    await page.getByRole('textbox', { name: 'Search runs' }).fill('recursive')
    await page.waitForURL(/search=recursive/u)
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Search runs' }).fill('hybrid')
    await page.waitForURL(/search=hybrid/u)
    await page.getByRole('button', { name: /^Filter/u }).click()
    await page.getByRole('menuitem', { name: /^Done/u }).click()
    await page.waitForURL(/status=finished/u)
    expect(await names()).toEqual([expect.stringContaining('hybrid')])

    await page.reload()
    await runs.rows.first().waitFor()
    expect(await names()).toEqual([expect.stringContaining('hybrid')])
    expect(await header('MRR').getAttribute('aria-sort')).toBe('descending')
    await page.getByRole('button', { name: 'Remove the filter Status Done' }).click()
    await page.getByRole('textbox', { name: 'Search runs' }).fill('no run has this')
    await page.getByRole('button', { name: 'Clear search and filters' }).click()
    await runs.rows.nth(2).waitFor()
  })

  test('a baseline is pinned on top, and changes say their size, direction and number of shared questions', async () => {
    const { page } = watched
    const [fulltext, vector] = listed()
    await runs.row(fulltext!.name).locator('[data-cell="status"]').click()
    await page.keyboard.press('b')
    await page.waitForURL(new RegExp(`baseline=${fulltext!.runId}`, 'u'))
    expect((await names())[0]).toBe(fulltext!.name)
    expect(await names()).toHaveLength(3)
    const cell = runs.row(vector!.name).locator('[data-cell="recall@10"]')
    const [verdict] = await host.engine.experiments.verdicts(fulltext!.runId, [vector!.runId], ['recall@10'])
    expect(verdict!.evidence).toMatchObject({ n: 123, familySize: 2 })
    await cell.getByTitle(describeVerdict(verdict!, figureFormats('fraction'))).waitFor()
    const text = await cell.textContent()
    const size = Math.abs(verdict!.evidence!.value).toFixed(3)
    const rose = verdict!.evidence!.value > 0 ? 'better by +' : 'worse by −'
    expect(text).toContain(verdict!.word === 'notDecisive' ? 'not decisive' : `${rose}${size}`)
    await page.getByText('decisive by Holm over all runs on these questions').waitFor()
    await open(`/runs?baseline=${fulltext!.runId}`)
    expect((await names())[0]).toBe(fulltext!.name)
    await page.getByRole('button', { name: 'Unpin' }).click()
    await page.waitForURL((url) => !url.searchParams.has('baseline'))
  })

  testInBrowser(besidePage, 'name and tags are edited in place; Escape keeps what was', async () => {
    const { page } = watched
    const before = listed()[2]!
    await runs.row(before.name).locator('[data-cell="status"]').click()
    await page.keyboard.press('t')
    await page.getByRole('textbox', { name: 'Tags, separated by commas' }).fill('keep, fast')
    await page.keyboard.press('Enter')
    await runs.row(before.name).getByText('fast', { exact: true }).waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name' }).fill('Never kept')
    await page.keyboard.press('Escape')
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name' }).fill('Best so far')
    await page.keyboard.press('Enter')
    await runs.row('Best so far').waitFor()
    await expect
      .poll(() => listed().find((run) => run.runId === before.runId))
      .toMatchObject({ name: 'Best so far', tags: ['keep', 'fast'] })
    await page.reload()
    await runs.row('Best so far').getByText('keep', { exact: true }).waitFor()
    host.engine.experiments.edit(before.runId, { name: before.name, tags: [] })
  })

  test('deleted runs come back with Undo', async () => {
    const { page } = watched
    const [first, second] = listed()
    await runs.row(first!.name).getByRole('checkbox').click()
    await runs.row(second!.name).getByRole('checkbox').click()
    await page.keyboard.press('Delete')
    await page.getByText('Deleted 2 runs.').waitFor()
    expect(await names()).toHaveLength(1)
    // A message takes no key away from the screen.
    await page.keyboard.press('j')
    await runs.grid.locator('[data-cell][tabindex="0"]:focus').waitFor()
    expect(listed()).toHaveLength(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await runs.rows.nth(2).waitFor()
    expect(listed()).toHaveLength(3)
  })

  test('Ctrl+Z takes the last delete back, until it is taken back', async () => {
    const { page } = watched
    const [first] = listed()
    await runs.row(first!.name).getByRole('checkbox').click()
    await page.keyboard.press('Delete')
    await page.getByText(`Deleted ${first!.name}.`).waitFor()
    expect(listed()).toHaveLength(2)
    await page.keyboard.press('Control+z')
    await runs.rows.nth(2).waitFor()
    await page.getByText(`Deleted ${first!.name}.`).waitFor({ state: 'detached' })
    expect(listed()).toHaveLength(3)
  })

  test('the selection stands in the address, and T adds tags to all of it', async () => {
    const { page } = watched
    const [first, second] = listed()
    await runs.select(2)
    await page.waitForURL((url) => url.searchParams.get('selected') === `${first!.runId},${second!.runId}`)
    await page.reload()
    await runs.selection.getByText('2 selected').waitFor()
    await page.keyboard.press('t')
    await page.getByRole('textbox', { name: 'Tags to add, separated by commas' }).fill('kept, both')
    await page.keyboard.press('Enter')
    await page.getByText('Tagged 2 runs.').waitFor()
    expect(listed().map(({ tags }) => tags)).toEqual([['kept', 'both'], ['kept', 'both'], []])
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => listed().flatMap(({ tags }) => tags)).toEqual([])
    await page.keyboard.press('Escape')
    await runs.selection.waitFor({ state: 'detached' })
    await page.waitForURL((url) => !url.searchParams.has('selected'))
  })

  testInBrowser(besidePage, 'a run that was made elsewhere cannot be repeated, and its menu says why', async () => {
    const { page } = watched
    const { engine } = host
    using folder = temporaryFolder()
    await writeFile(join(folder.path, 'theirs.trec'), [...engine.experiments.trecRun(runIds[0]!).lines].join(''))
    engine.datasets.import(ImportRequest.parse({ paths: [folder.path] }))
    await engine.jobs.idle()
    const { runId } = listed().find(({ recipe }) => recipe === null)!
    await open('/runs')
    const commands = runs.row(runId.slice(0, 8)).getByRole('button', { name: /^Commands for/u })
    const repeat = page.getByRole('menuitem', { name: /^Repeat/u })
    await commands.click()
    expect(await repeat.getAttribute('aria-disabled')).toBe('true')
    expect(await repeat.getAttribute('title')).toBe('It was made elsewhere: there is no recipe to repeat')
    await page.keyboard.press('Escape')
    await runs
      .row('hybrid')
      .getByRole('button', { name: /^Commands for/u })
      .click()
    expect(await repeat.getAttribute('aria-disabled')).not.toBe('true')
    engine.experiments.delete([runId])
  })

  test('a narrow window hides Started, Recipe and nDCG@10 in that order, and a wide one shows them again', async () => {
    const { page } = watched
    const shown = async () => {
      const columns = await runs.grid
        .getByRole('columnheader')
        .evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset.cell))
      return ['created', 'recipe', 'ndcg@10'].filter((column) => columns.includes(column))
    }
    for (const [width, expected] of [
      [1180, ['created', 'recipe', 'ndcg@10']],
      [1179, ['recipe', 'ndcg@10']],
      [1119, ['ndcg@10']],
      [1059, []],
      [1440, ['created', 'recipe', 'ndcg@10']],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await expect.poll(shown).toEqual(expected)
    }
    await page.setViewportSize({ width: 1059, height: 800 })
    await expect.poll(shown).toEqual([])
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Started' }).check()
    await expect.poll(shown).toEqual(['created'])
  })

  test('intervals are drawn on one axis, whose ends stand in the header, and follow the sort', async () => {
    const { page } = watched
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Interval' }).check()
    await page.keyboard.press('Escape')
    await runs.grid.getByRole('columnheader', { name: /^0\.\d nDCG@10 \d\.\d$/u }).waitFor()
    const drawn = runs.row('hybrid').locator('[data-cell="interval"] svg')
    await drawn.locator('line').waitFor({ state: 'attached' })
    expect(await drawn.locator('circle').count()).toBe(1)
    await header('MRR').click()
    await runs.grid.getByRole('columnheader', { name: /^0\.\d MRR \d\.\d$/u }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
  })

  test('the keyboard alone selects, compares, opens, repeats and folds', async () => {
    const { page } = watched
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await press('j')
    await runs.grid.locator('[data-cell][tabindex="0"]:focus').waitFor()
    await press('ArrowUp', 'Home')
    await press('Control+Home', 'j', 'x', 'j', 'j', 'Shift+X')
    await runs.selection.getByText('3 selected').waitFor()
    await press('Escape')
    await runs.selection.waitFor({ state: 'detached' })
    await press('x', 'k', 'x', 'c')
    await page.waitForURL(/\/compare\?runs=/u)
    expect(new URL(page.url()).searchParams.get('runs')!.split(',')).toHaveLength(2)

    await open('/runs')
    await press('j', 'j', 'Home', 'Enter')
    await page.waitForURL(/\/runs\/\w+/u)
    await open('/runs')
    await press('j', 'j', 'r')
    await page.waitForURL(/\/new\?from=\w+/u)
    await open('/runs')
    await press('j', 'Control+Home', 'ArrowLeft')
    await expect.poll(() => runs.rows.count()).toBe(0)
    await press('Enter')
    await runs.rows.nth(2).waitFor()
    await press('ArrowUp', 'ArrowRight', 'Enter')
    await page.waitForURL(/sort=/u)
    expect(await watched.pointerEvents()).toBe(0)
  })

  test('columns are shown, pinned and resized, and stay so on this device', async () => {
    const { page } = watched
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Notes' }).check()
    await page.getByRole('checkbox', { name: 'Rung' }).uncheck()
    await page.getByRole('button', { name: 'Pin Started to the right' }).click()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.keyboard.press('Escape')
    await header('Notes').waitFor()
    const width = async () => (await header('Status').boundingBox())!.width
    const before = await width()
    const { x, y, height } = (await header('Status').boundingBox())!
    await page.mouse.move(x + before - 2, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + before + 38, y + height / 2, { steps: 4 })
    await page.mouse.up()
    expect(Math.round((await width()) - before)).toBe(40)
    await page.reload()
    await header('Notes').waitFor()
    expect(await header('Rung').count()).toBe(0)
    expect(Math.round((await width()) - before)).toBe(40)
    const columns = await runs.grid
      .getByRole('columnheader')
      .evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset.cell))
    expect(columns.slice(-2)).toEqual(['menu', 'created'])
  })

  test('every export is downloaded and says what the engine says', async () => {
    const { page } = watched
    const dialog = new ExportDialog(page)
    await page.keyboard.press('e')
    await dialog.dialog.waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    const expected = await host.engine.experiments.compare(runIds, undefined, undefined)
    const [json] = [await dialog.downloaded(() => page.keyboard.press('o'))]
    const { runs: exported } = Comparison.parse(JSON.parse(json.text))
    expect(exported.map(({ run, metrics }) => [run.runId, metrics])).toEqual(
      expected.runs.map(({ run, metrics }) => [run.runId, metrics]),
    )

    const wide = await dialog.export('CSV, wide')
    const rows = parse(wide.text, { columns: true }) as Record<string, string>[]
    expect(rows.map((row) => [row.run, Number(row['ndcg@10'])])).toEqual(
      expected.runs.map(({ run, metrics }) => [run.runId, metrics.find(({ metric }) => metric === 'ndcg@10')!.value]),
    )
    const tidy = parse((await dialog.export('CSV, tidy')).text, { columns: true }) as Record<string, string>[]
    expect(tidy).toHaveLength(expected.runs.reduce((sum, { metrics }) => sum + metrics.length, 0))
    expect((await dialog.export('Markdown')).text.split('\n')).toHaveLength(2 + runIds.length + 1)

    await page
      .getByRole('button', { name: /^Export/u })
      .first()
      .click()
    expect(await dialog.format('TREC run').isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await runs.rows.first().getByRole('checkbox').click()
    const trec = await dialog.export('TREC run')
    expect(trec.name).toMatch(/\.trec$/u)
    expect(trec.text.split('\n')[0]).toMatch(/^\S+ Q0 \S+ 1 \S+ \S+$/u)
  })

  testInBrowser(besidePage, 'the table is copied as text with tabs and as HTML, and a formula is none', async () => {
    const { page, context } = watched
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: host.origin })
    const [run] = listed()
    host.engine.experiments.edit(run!.runId, { name: '=1+1 <b>bold</b>' })
    await open('/runs')
    await page.getByRole('button', { name: /^Export/u }).click()
    await page.getByRole('button', { name: 'Copy table' }).click()
    await page.getByText('Copied 3 runs as a table.').waitFor()
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      const text = async (type: string) => (await item!.getType(type)).text()
      return { plain: await text('text/plain'), html: await text('text/html') }
    })
    const lines = copied.plain.split('\n').map((line) => line.split('\t'))
    expect(lines[0]!.slice(0, 4)).toEqual(['Run', 'Rung', 'Recipe', 'Status'])
    expect(lines[1]![0]).toBe("'=1+1 <b>bold</b>")
    expect(copied.html).toContain('&lt;b&gt;bold&lt;/b&gt;')
    host.engine.experiments.edit(run!.runId, { name: run!.name })
  })

  testInBrowser(
    besidePage,
    'a sweep that was cancelled says what is kept, and goes on from there',
    async () => {
      const { page } = watched
      const { jobId } = host.engine.experiments.start({
        name: 'Long sweep',
        base: {},
        grid: { 'chunking.sizeTokens': [100, 150, 200, 250, 300], 'search.mode': ['fulltext', 'hybrid'] },
      })
      await open('/runs')
      await runs.sweep('Long sweep').getByRole('button', { name: 'Cancel sweep' }).click()
      await runs.sweep('Long sweep').getByRole('button', { name: 'Resume' }).waitFor()
      await runs.grid
        .getByText(/^Cancelled\. /u)
        .first()
        .waitFor()
      expect(await violationsInBothThemes(page)).toEqual([])
      await runs.sweep('Long sweep').getByRole('button', { name: 'Resume' }).click()
      await runs.whenSweepIsDone('Long sweep', 10)
      host.engine.experiments.delete(host.engine.experiments.runsOfJob(jobId).map((run) => run.runId))
    },
    120_000,
  )

  test('stays usable at 1024 × 700 and at 200 % zoom', async () => {
    const { page } = watched
    for (const size of [
      { width: 1024, height: 700 },
      { width: 720, height: 450 },
    ]) {
      await page.setViewportSize(size)
      for (const name of [/^New experiment/u, /^Filter/u, /^Columns/u, /^Export/u]) {
        await page.getByRole('button', { name }).click({ trial: true })
      }
      const contentWidth = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(contentWidth).toBeLessThanOrEqual(size.width)
      await runs.rows.first().locator('[data-cell="mrr"]').scrollIntoViewIfNeeded()
      expect((await runs.rows.first().locator('[data-cell="name"]').boundingBox())!.x).toBeGreaterThanOrEqual(0)
      expect(await violationsInBothThemes(page)).toEqual([])
    }
  })

  test('of ten thousand runs only those in view are drawn, and the keyboard reaches the last', async () => {
    using folder = temporaryFolder()
    const workspaceFolder = join(folder.path, 'workspace')
    const engine = await openWorkspace(workspaceFolder, { access: 'write', log: { info: () => {}, warn: () => {} } })
    await fillWithSample(engine)
    await engine.close()
    const store = openSqliteStore(join(workspaceFolder, 'workspace.db'))
    fillWithRuns(store, store.datasets.listEvalSets()[0]!, 10_000)
    store.close()
    await using large = await openApp({ workspaceFolder })
    await using other = await large.openPage('/runs')
    const { page } = other
    const table = new RunsPage(page)
    await table.rows.first().waitFor()
    // Header, 401 sweeps, 10,003 runs.
    await page.locator('[role="grid"][aria-rowcount="10405"]').waitFor()
    expect(await table.rows.count()).toBeLessThan(80)
    await table.grid.getByRole('columnheader', { name: 'nDCG@10' }).click()
    await page.getByRole('button', { name: 'Grouped by sweep' }).click()
    await page.getByRole('button', { name: 'Not grouped' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Control+End')
    await table.grid.locator('[aria-rowindex="10004"]').waitFor()
    expect(await table.rows.count()).toBeLessThan(80)
    const last = table.grid.locator('[aria-rowindex="10004"]')
    await last.locator('[data-cell]:focus').waitFor()
    await page.keyboard.press('Control+a')
    await table.selection.getByText('10,003 selected').waitFor()
    expect(other.problems).toEqual([])
  }, 120_000)
})
