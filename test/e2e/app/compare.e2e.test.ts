import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from 'vitest'
import { formatChange, formatFigure } from '../../../shared/charts/format-figure.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { ComparePage } from './pages/compare-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { besidePage, describeApp, testInBrowser } from './support/describe-app.ts'
import { importRetrievalFiles, runRetrieval } from './support/retrieval-workspace.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

const whole = { metric: 'ndcg@10', filter: 'all', search: '', offset: 0, limit: 200 } as const

describeApp('runs side by side', () => {
  let host: TestApp
  let runs: Run[]
  let watched: WatchedPage
  let screen: ComparePage

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
      screen = new ComparePage(watched.page)
    },
  })

  const idsOf = (places: readonly number[]) => places.map((place) => runs[place]!.runId)
  const open = async (places: readonly number[], search = '') => {
    await watched.page.goto(`${host.origin}/compare?runs=${idsOf(places).join(',')}${search}`)
    await screen.ready()
  }
  const tallyText = (of: { wins: number; ties: number; losses: number; n: number }) =>
    `${of.wins} ${of.wins === 1 ? 'win' : 'wins'}${of.ties} ${of.ties === 1 ? 'tie' : 'ties'}${of.losses} ${of.losses === 1 ? 'loss' : 'losses'}n = ${of.n}`

  test('figures, differences and wins are those of the engine; only settings that differ are shown', async () => {
    await open([0, 1, 2, 3])
    const { runs: compared } = await host.engine.results.metrics(idsOf([0, 1, 2, 3]), runs[0]!.runId, [
      'ndcg@10',
      'recall@10',
      'spanRecall@1000tokens',
    ])
    for (const [place, { metrics }] of compared.entries()) {
      for (const { metric, value, difference } of metrics) {
        expect(await screen.figure(metric, place).textContent()).toBe(formatFigure(value!, 'fraction'))
        if (!difference) continue
        const cell = screen.table.locator(`tr[data-metric="${metric}"] td`).nth(place)
        await cell.getByText(formatChange(difference.value, 'fraction')).waitFor()
        expect(await cell.textContent()).toContain(`on ${difference.n} shared questions`)
      }
    }
    const { tallies } = host.engine.results.compareQueries(idsOf([0, 1, 2, 3]), runs[0]!.runId, whole)
    for (const [index, letter] of ['B', 'C', 'D'].entries()) {
      await expect.poll(() => screen.tally(letter).textContent()).toBe(tallyText(tallies[index + 1]!))
    }
    const fields = screen.table.getByRole('rowheader', { name: /^(chunking|search|embedding|rung)/ })
    const shown = await fields.allTextContents()
    expect(shown).toContain('search.mode')
    expect(shown).not.toContain('search.k')
    await watched.page.getByRole('button', { name: /^Show all/ }).click()
    await screen.table.getByRole('rowheader', { name: 'search.k', exact: true }).waitFor()
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('each measure says how many questions were won and lost, and lists them at the press of a key', async () => {
    await open([0, 1])
    const cell = watched.page.locator('tr[data-metric="recall@10"] button')
    await cell.waitFor()
    const [verdict] = await host.engine.experiments.verdicts(runs[0]!.runId, idsOf([1]), ['recall@10'])
    const { wins, ties, losses } = verdict!.evidence!
    await cell.focus()
    // The numbers are in view once the cell has the focus.
    await cell.getByText('equal').first().waitFor()
    expect(await cell.textContent()).toContain(`${wins} better ${ties} equal ${losses} worse`)
    await watched.page.keyboard.press('Enter')
    await expect
      .poll(() => screen.tally('B').textContent())
      .toBe(tallyText({ wins, ties, losses, n: wins + ties + losses }))
    expect(new URL(watched.page.url()).searchParams.get('metric')).toBe('recall@10')
  })

  test('regressions come first, the worst change at the top, and every kind can be chosen', async () => {
    await open([0, 1, 2])
    const { page } = watched
    for (const [label, filter] of [
      ['Regressions', 'regressions'],
      ['Wins', 'wins'],
      ['Ties', 'ties'],
      ['All', 'all'],
    ] as const) {
      const { rows, total } = host.engine.results.compareQueries(idsOf([0, 1, 2]), runs[0]!.runId, { ...whole, filter })
      await screen.show(label)
      await page.getByRole('status').getByText(`${total} of`).waitFor()
      await expect
        .poll(() => screen.questions.locator('code').allTextContents())
        .toEqual(rows.map(({ queryId }) => queryId))
    }
  })

  test('a question opens both rankings side by side, and the keys go on from there', async () => {
    await open([0, 1, 2], '&show=all')
    const { page } = watched
    await screen.questions.first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await screen.drawer.waitFor()
    await screen.ranking('A').waitFor()
    expect(await screen.drawer.getByRole('region', { name: /^[ABC], / }).count()).toBe(2)
    const ids = await screen.questions.locator('code').allTextContents()
    await page.keyboard.press(']')
    await page.getByRole('complementary', { name: `Question ${ids[1]}`, exact: true }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.keyboard.press('Escape')
    await screen.drawer.waitFor({ state: 'detached' })
    expect(await watched.pointerEvents()).toBe(0)

    await screen
      .question('1')
      .getByRole('button', { name: /^Open 1 for B/ })
      .click()
    const expected = host.engine.results.query(runs[1]!.runId, '1', 20, [])
    await screen.ranking('B').waitFor()
    await expect.poll(() => screen.ranking('B').getByRole('listitem').count()).toBe(expected.passages.length)
    expect(await screen.ranking('A').locator('mark').allTextContents()).toEqual(['opened and closed ten times'])
    await screen.drawer.getByLabel('Run beside the baseline').selectOption(runs[2]!.runId)
    await screen.ranking('C').waitFor()
  })

  test('runs are added and taken out, another is made the baseline, and the address keeps it', async () => {
    const { page } = watched
    await page.goto(`${host.origin}/compare`)
    await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.keyboard.press('a')
    const field = page.getByRole('combobox', { name: 'Find a run' })
    for (const place of [0, 3]) {
      await field.fill(runs[place]!.runId)
      await page.getByRole('option').first().waitFor()
      await field.press('Enter')
      await page.waitForURL((url) => (url.searchParams.get('runs') ?? '').includes(runs[place]!.runId))
    }
    await page.keyboard.press('Escape')
    await screen.ready()
    await page.getByRole('button', { name: 'Make B the baseline' }).click()
    await page.waitForURL((url) => url.searchParams.get('baseline') === runs[3]!.runId)
    const { tallies } = host.engine.results.compareQueries(idsOf([0, 3]), runs[3]!.runId, whole)
    await expect.poll(() => screen.tally('A').textContent()).toBe(tallyText(tallies[0]!))
    await page.reload()
    await screen.ready()
    await page.getByRole('button', { name: 'Remove A' }).click()
    await page.getByRole('button', { name: 'Remove A' }).click()
    await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor()
  })

  testInBrowser(besidePage, 'a run on other questions is shown and said not to be comparable', async () => {
    await importRetrievalFiles(host.engine, 'other')
    const { runIds } = host.engine.experiments.start({
      eval: 'other',
      base: { search: { mode: 'fulltext' } },
      grid: {},
    })
    await host.engine.jobs.idle()
    await watched.page.goto(`${host.origin}/compare?runs=${runs[0]!.runId},${runIds[0]}`)
    await screen.ready()
    await screen.table.getByText('not comparable: other questions (other/').waitFor()
    expect(await screen.tally('B').textContent()).toBe('– not comparable')
    expect(await screen.table.locator('tr[data-metric="ndcg@10"]').textContent()).not.toContain('shared questions')
  })

  test('a bar of changes and a slice choose the questions below, and are given up again', async () => {
    const { page } = watched
    const ids = idsOf([0, 1, 3])
    const metric = ['ndcg@10', 'mrr', 'spanIou@1000tokens', 'spanRecall@1000tokens'].find((name) =>
      host.engine.results
        .compareQueries(ids, ids[0]!, { ...whole, metric: name })
        .tallies.some(({ ties, n }) => ties < n),
    )!
    await open([0, 1, 3], `&metric=${metric}&show=all`)
    const asked = { ...whole, metric }
    const { tallies, binWidth } = host.engine.results.compareQueries(ids, ids[0]!, asked)
    const run = tallies.findIndex(({ distribution }) => distribution.some((count) => count > 0))
    const { runId, distribution } = tallies[run]!
    const bar = distribution.findIndex((count) => count > 0)
    const step = bar - distribution.length / 2
    const within = { runId, from: step * binWidth, to: (step + 1) * binWidth }
    const { total, rows } = host.engine.results.compareQueries(ids, ids[0]!, { ...asked, within })
    expect(total).toBe(distribution[bar])
    await screen.bars('ABC'[run]!).nth(bar).click()
    await expect.poll(() => screen.questions.count()).toBe(total)
    expect(await screen.question(rows[0]!.queryId).count()).toBe(1)
    await page.getByRole('button', { name: /^Show questions beyond/u }).click()
    await expect.poll(() => screen.questions.count()).toBe(tallies[run]!.n)

    const { slices } = await host.engine.results.compareSlices(ids, ids[0]!, metric)
    const slice = slices.find(({ kind }) => kind === 'length')!
    await page.getByRole('radio', { name: 'Length' }).click()
    const row = screen.slice(slice.name)
    expect(await row.locator('td b').allTextContents()).toEqual(
      slice.cells.map(({ value }) => formatFigure(value!, 'fraction')),
    )
    await row.getByRole('button').click()
    await expect.poll(() => screen.questions.count()).toBe(slice.shared)
    expect(await violationsInBothThemes(page)).toEqual([])
  })

  testInBrowser(besidePage, 'more runs than stand side by side are drawn against their settings', async () => {
    const { runIds } = host.engine.experiments.start({
      eval: 'help',
      base: { chunking: { overlapTokens: 0 } },
      grid: { 'chunking.sizeTokens': [32, 64, 128], 'search.mode': ['fulltext', 'vector', 'hybrid'] },
    })
    await host.engine.jobs.idle()
    const { page } = watched
    await page.goto(`${host.origin}/compare?runs=${runIds.join(',')}&metric=mrr`)
    const table = page.getByRole('region', { name: 'Many runs' }).locator('tr[data-run]')
    await expect.poll(() => table.count()).toBe(9)
    const { metrics, runs: listed } = host.engine.experiments.list(['mrr'])
    expect(metrics).toEqual(['mrr'])
    const figures = listed.filter(({ runId }) => runIds.includes(runId)).map(({ values }) => values[0]!)
    expect(await table.locator('b').allTextContents()).toEqual(
      figures.toSorted((a, b) => b - a).map((value) => formatFigure(value, 'fraction')),
    )
    await page.getByRole('region', { name: 'search.mode' }).getByRole('button', { name: 'hybrid' }).click()
    await expect.poll(() => table.count()).toBe(3)
    await page.getByRole('button', { name: 'Show all again' }).click()
    await page.getByRole('region', { name: 'Two settings together' }).getByRole('button').first().click()
    await expect.poll(() => table.count()).toBe(1)
    await page.getByRole('button', { name: 'Show all again' }).click()
    expect(await violationsInBothThemes(page)).toEqual([])
    await table.nth(0).getByRole('checkbox').check()
    await table.nth(8).getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Side by side (2)' }).click()
    await screen.ready()
    expect(await screen.runIds()).toHaveLength(2)
  })

  testInBrowser('its window is no browser', 'the HTML report is read offline, in light and dark', async () => {
    await open([0, 1, 2])
    await watched.page.keyboard.press('e')
    const exports = new ExportDialog(watched.page)
    await exports.dialog.waitFor()
    expect(await violationsInBothThemes(watched.page)).toEqual([])
    const { name, text } = await exports.downloaded(() => watched.page.keyboard.press('h'))
    expect(name).toMatch(/^rungs-compare-[\d-]+\.html$/u)
    using folder = temporaryFolder()
    const path = join(folder.path, name)
    await writeFile(path, text)
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await watched.context.browser()!.newContext({ colorScheme, offline: true })
      const page = await context.newPage()
      const problems: string[] = []
      page
        .on('console', (message) => problems.push(message.text()))
        .on('pageerror', ({ message }) => problems.push(message))
      context.on('request', (request) => request.url().startsWith('file:') || problems.push(request.url()))
      await page.goto(pathToFileURL(path).href)
      const { runs: compared } = await host.engine.experiments.compare(idsOf([0, 1, 2]), runs[0]!.runId, ['ndcg@10'])
      const shown = await page.getByRole('table').first().textContent()
      for (const { metrics } of compared) expect(shown).toContain(formatFigure(metrics[0]!.value!, 'fraction'))
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]!.html}`)).toEqual([])
      expect(problems).toEqual([])
      await context.close()
    }
  })

  test('the address names the runs as a,b, and stays so', async () => {
    const { page } = watched
    const search = () => new URL(page.url()).search
    await open([0, 1], '&show=all')
    const [a, b] = idsOf([0, 1])
    expect(search()).toBe(`?runs=${a},${b}&show=all`)
    await page.locator('[data-question]').first().click()
    await page.waitForURL(/query=/u)
    expect(search()).toMatch(new RegExp(`^\\?runs=${a},${b}&`, 'u'))
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('query'))
    expect(search()).toBe(`?runs=${a},${b}&show=all`)
  })

  test('a run that is gone can be left out; in a small window only the table scrolls sideways', async () => {
    const { page } = watched
    await page.setViewportSize({ width: 1024, height: 700 })
    await page.goto(`${host.origin}/compare?runs=${runs[0]!.runId},${runs[1]!.runId},gone`)
    await page.getByRole('alert').getByText('There is no run "gone"').waitFor()
    await page.getByRole('button', { name: 'Leave it out' }).click()
    await screen.ready()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
  })
})
