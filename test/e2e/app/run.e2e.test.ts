import { expect, test } from 'vitest'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { QueryListing } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { RunPage } from './pages/run-page.ts'
import { besidePage, describeApp, testInBrowser } from './support/describe-app.ts'
import { runRetrieval } from './support/retrieval-workspace.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('a run', () => {
  let host: TestApp
  let runs: Run[]
  let watched: WatchedPage
  let screen: RunPage

  useApp({
    prepare: async (engine) => {
      runs = await runRetrieval(engine)
    },
    opened: (app) => {
      host = app
    },
    path: null,
    page: (opened) => {
      watched = opened
      screen = new RunPage(watched.page)
    },
  })

  const open = (search = '', run = runs[2]!) => watched.page.goto(`${host.origin}/runs/${run.runId}${search}`)
  const listed = (changes: object = {}) =>
    host.engine.results.queries(QueryListing.parse({ runId: runs[2]!.runId, ...changes }), {
      offset: 0,
      limit: 200,
      metrics: ['ndcg@10', 'recall@10', 'mrr'],
    }).rows

  test('tiles, charts and tables show the figures of the engine', async () => {
    await open(`?baseline=${runs[0]!.runId}`)
    const { runId } = runs[2]!
    const { runs: compared } = await host.engine.results.metrics([runs[0]!.runId, runId], runs[0]!.runId, [
      'ndcg@10',
      'recall@10',
      'mrr',
      'spanRecall@1000tokens',
    ])
    for (const { metric, value, ciLow, ciHigh, n } of compared[1]!.metrics) {
      const tile = screen.tile(metric)
      const interval = formatInterval(ciLow, ciHigh, 'fraction')
      await tile.getByText(interval, { exact: true }).waitFor()
      expect(await tile.textContent()).toContain(`n = ${n}`)
      expect(await tile.locator('b').textContent()).toBe(formatFigure(value!, 'fraction'))
    }
    const recall = compared[1]!.metrics.find(({ metric }) => metric === 'recall@10')!
    await screen
      .card('Retrieval at k')
      .getByRole('button', { name: /^View as table/ })
      .click()
    const row = screen.card('Retrieval at k').getByRole('row', { name: /^recall 10 / })
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      'recall',
      '10',
      ...[recall.value, recall.ciLow, recall.ciHigh].map((value) => formatFigure(value!, 'fraction')),
      String(recall.n),
    ])
    expect(await screen.card('Latency by stage').textContent()).toContain('timed alone')
    expect(await screen.card('Provenance').textContent()).toContain(runs[2]!.recipeHash)
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('arrow keys walk the values of a chart, which are read aloud', async () => {
    await open()
    const chart = screen.chart('Retrieval at k')
    await chart.focus()
    await chart.press('ArrowRight')
    const first = await chart.locator('[aria-live]').textContent()
    expect(first).toMatch(/^recall at k = 1: \d\.\d{3}, 95 % interval/)
    await chart.press('End')
    expect(await chart.locator('[aria-live]').textContent()).toContain('k = 100')
    await chart.press('ArrowDown')
    expect(await chart.locator('[aria-live]').textContent()).toMatch(/^nDCG at k = 100/)
    await chart.press('Escape')
    expect(await chart.locator('[aria-live]').textContent()).toBe('')
  })

  test('questions: order, scores and search are those of the engine, and stay in the address', async () => {
    await open('?view=questions')
    await screen.row('1').waitFor()
    expect(await screen.column('position')).toEqual(listed().map(({ queryId }) => queryId))
    for (const direction of ['', '-']) {
      await screen.sortBy('nDCG@10')
      await watched.page.waitForURL((url) => url.searchParams.get('sort') === `${direction}ndcg@10`)
      const rows = listed({ sortBy: 'ndcg@10', descending: direction === '-' })
      await expect.poll(() => screen.column('position')).toEqual(rows.map(({ queryId }) => queryId))
      expect(await screen.column('ndcg@10')).toEqual(
        rows.map(({ scores }) => (scores['ndcg@10'] == null ? '–' : formatFigure(scores['ndcg@10'], 'fraction'))),
      )
    }
    await watched.page.keyboard.press('/')
    await screen.search.fill('VALVE sticks')
    await expect.poll(() => screen.column('position')).toEqual(['1'])
    await watched.page.reload()
    await expect.poll(() => screen.column('position')).toEqual(['1'])
    await screen.search.fill('no such words')
    await watched.page.getByRole('heading', { name: 'No question matches' }).waitFor()
    expect(await violationsInBothThemes(watched.page)).toEqual([])
    await watched.page.getByRole('button', { name: 'Show all questions' }).click()
    await screen.row('6').waitFor()
  })

  test('by keyboard: a row opens its question, brackets go on, Escape goes back to the row', async () => {
    await open('?view=questions')
    await screen.row('1').waitFor()
    const { page } = watched
    await page.keyboard.press('Tab')
    for (
      let at = 0;
      at < 60 && !(await screen.questions.evaluate((grid) => grid.contains(grid.ownerDocument.activeElement)));
      at += 1
    ) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await screen.drawer.waitFor()
    expect(new URL(page.url()).searchParams.get('query')).toContain('2')
    await page.keyboard.press(']')
    await screen.drawer.getByRole('heading', { name: 'How does one bake bread?' }).waitFor()
    await page.keyboard.press('[')
    await page.keyboard.press('[')
    await screen.drawer.getByRole('heading', { name: 'What helps when a valve sticks?' }).waitFor()
    expect(await screen.drawer.getByRole('button', { name: 'Previous question' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await screen.drawer.waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.has('query')).toBe(false)
    await expect
      .poll(() => screen.questions.evaluate((grid) => grid.contains(grid.ownerDocument.activeElement)))
      .toBe(true)
    expect(await watched.pointerEvents()).toBe(0)
  })

  test('the question in the drawer is marked beside it, follows each step, and no column is cut', async () => {
    const { page } = watched
    await open('?view=questions&query=1')
    const marked = screen.questions.locator('tr', { has: page.locator('[aria-current]') })
    await expect.poll(() => marked.locator('td[data-cell="position"]').allTextContents()).toEqual(['1'])
    await screen.drawer.getByRole('button', { name: 'Next question' }).click()
    await expect.poll(() => marked.locator('td[data-cell="position"]').allTextContents()).toEqual(['2'])
    expect(await violationsInBothThemes(page)).toEqual([])
    const scroller = page.locator('[data-grid-scroller]')
    await expect.poll(() => scroller.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    const header = screen.questions.getByRole('columnheader', { name: /^Span recall/ })
    const cutBy = await header.evaluate((cell) =>
      Math.max(...[cell, ...cell.querySelectorAll('*')].map((element) => element.scrollWidth - element.clientWidth)),
    )
    expect(cutBy).toBeLessThanOrEqual(0)
    await screen.drawer.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => marked.count()).toBe(0)
  })

  test('the drawer shows what was expected and found, with sides, gold and its place', async () => {
    await open('?query=1')
    const result = host.engine.results.query(runs[2]!.runId, '1', 10, [])
    const passages = screen.drawer.getByRole('list').last()
    await screen.drawer.getByText('Opening it ten times').waitFor()
    const first = result.passages[0]!
    const text = await screen.drawer.getByRole('region', { name: 'Passages in rank order' }).textContent()
    expect(text).toContain(
      `score ${first.score.toFixed(3)} · full text ${first.fulltextRank} (${first.fulltextScore!.toFixed(3)}) · vector ${first.vectorRank} (`,
    )
    expect(await screen.drawer.locator('mark').allTextContents()).toEqual(['opened and closed ten times'])
    expect(await passages.count()).toBe(1)
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('the drawer says what was missed and why nothing is scored', async () => {
    await open('?query=5', runs[0]!)
    await screen.drawer.getByText('Nothing was retrieved').waitFor()
    expect(await screen.drawer.getByRole('region', { name: 'What was missed' }).textContent()).toContain('wet leaves')
    await open('?query=3', runs[0]!)
    await screen.drawer.getByText('No relevant document is known for this question').waitFor()
    await open('?query=99', runs[0]!)
    await screen.drawer.getByText('was not asked a question "99"').waitFor()
  })

  test('markup, other scripts and very long texts stay text, and nothing is wider than its place', async () => {
    await watched.page.setViewportSize({ width: 1024, height: 700 })
    await open('?query=2')
    await screen.drawer.getByRole('heading', { name: /📡 إلى أي مدى <img/ }).waitFor()
    expect(await screen.drawer.locator('img, script').count()).toBe(0)
    await open('?query=6')
    await screen.drawer.getByRole('heading', { name: /^long long/ }).waitFor()
    expect(
      await screen.drawer
        .locator('section')
        .first()
        .evaluate((body) => body.scrollWidth - body.clientWidth),
    ).toBe(0)
    expect(await watched.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  testInBrowser(besidePage, 'a run that was cancelled says so, and Resume goes on to its end', async () => {
    const { jobId, runIds } = host.engine.experiments.start({
      base: { search: { mode: 'fulltext', k: 50 }, chunking: { sizeTokens: 48, overlapTokens: 0 } },
      grid: {},
    })
    host.engine.jobs.cancel(jobId)
    await host.engine.jobs.idle()
    const run = host.engine.experiments.listRuns().find(({ runId }) => runId === runIds[0])!
    expect(run.status).toBe('cancelled')
    await open('', run)
    await watched.page.getByText('The run was cancelled.').waitFor()
    expect(await screen.tile('ndcg@10').textContent()).toContain('not scored yet')
    expect(await violationsInBothThemes(watched.page)).toEqual([])
    await watched.page.getByRole('button', { name: 'Resume' }).click()
    await screen
      .tile('ndcg@10')
      .getByText(/^\[0\.\d{3}, /)
      .waitFor()
    await screen.card('Retrieval at k').waitFor()
  })

  test('a run that is not there says so', async () => {
    await watched.page.goto(`${host.origin}/runs/nobody`)
    await watched.page.getByRole('alert').getByText('There is no run "nobody"').waitFor()
  })

  test('the export of the run is its TREC file', async () => {
    await open()
    await screen.tile('ndcg@10').locator('b').waitFor()
    const { text, name } = await new ExportDialog(watched.page).export('TREC run')
    expect(text).toBe([...host.engine.experiments.trecRun(runs[2]!.runId).lines].join(''))
    expect(name).toMatch(/^hybrid.*\.trec$/)
  })
})
