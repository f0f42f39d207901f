import { expect, test } from 'vitest'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { QueryListing } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { triageWords } from '../../../shared/domain/triage-words.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { ComparePage } from './pages/compare-page.ts'
import { RunPage } from './pages/run-page.ts'
import { RunsPage } from './pages/runs-page.ts'
import { type AnswerRuns, judgeReason, modelAnswer, runAnswers } from './support/answer-workspace.ts'
import { describeApp } from './support/describe-app.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('runs that answer', () => {
  let host: TestApp
  let runs: AnswerRuns
  let judge: string
  let watched: WatchedPage
  let screen: RunPage

  useApp({
    prepare: async (engine) => {
      runs = await runAnswers(engine)
    },
    opened: (app) => {
      host = app
      judge = host.engine.results.run(runs.rag.runId).scoredMetrics.find((name) => name.startsWith('judge.'))!
    },
    path: null,
    page: (opened) => {
      watched = opened
      screen = new RunPage(watched.page)
    },
  })

  const open = (run: Run, search = '') => watched.page.goto(`${host.origin}/runs/${run.runId}${search}`)
  const listed = (run: Run, changes: object = {}) =>
    host.engine.results.queries(QueryListing.parse({ runId: run.runId, ...changes }), {
      offset: 0,
      limit: 200,
      metrics: [],
    }).rows
  /** A question whose answer by the reader cites something. */
  const cited = () => listed(runs.extractive).find(({ answer }) => answer?.includes('[1]'))!

  test('tiles, triage and ledger of the built-in reader show what the engine knows', async () => {
    await open(runs.extractive)
    const { runId } = runs.extractive
    const { runs: compared } = await host.engine.results.metrics([runId], undefined, [
      'tokenF1',
      'exactMatch',
      'ndcg@10',
    ])
    for (const { metric, value, ciLow, ciHigh, n } of compared[0]!.metrics) {
      const tile = screen.tile(metric)
      await tile.getByText(formatInterval(ciLow, ciHigh, 'fraction'), { exact: true }).waitFor()
      expect(await tile.textContent()).toContain(`n = ${n}`)
      expect(await tile.locator('b').textContent()).toBe(formatFigure(value!, 'fraction'))
    }
    expect(await screen.tile('costUsd.per1k').locator('b').textContent()).toBe('$0.00')
    expect(await screen.card('Cost ledger').textContent()).toContain('No model was called')
    const { triage } = host.engine.results.run(runId)
    for (const [kind, count] of Object.entries(triage)) {
      const { label, helps } = triageWords(kind as keyof typeof triage)
      const line = screen.card('Failure triage').getByRole('button', { name: new RegExp(`^${label} ?${count}`) })
      expect(await line.textContent()).toContain(helps)
    }
    expect(await screen.card('Latency by stage').textContent()).toContain('Answer')
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('a line of the triage opens its questions; the chip stays in the address and goes away again', async () => {
    await open(runs.extractive)
    const wrong = listed(runs.extractive, { triage: 'rankedLow' })
    await screen
      .card('Failure triage')
      .getByRole('button', { name: /^Ranked low/ })
      .click()
    await expect.poll(() => screen.status()).toBe(`${wrong.length} shown`)
    const shown = await screen.column('position')
    expect(shown).toEqual(wrong.slice(0, shown.length).map(({ queryId }) => queryId))
    expect(new Set(await screen.column('triage'))).toEqual(new Set(['Ranked low']))
    expect(await screen.column('answer')).toEqual(wrong.slice(0, shown.length).map(({ answer }) => answer))
    expect(await violationsInBothThemes(watched.page)).toEqual([])
    await watched.page.reload()
    const chip = watched.page
      .getByRole('group', { name: 'What went wrong' })
      .getByRole('button', { name: /^Ranked low/ })
    await expect.poll(() => chip.getAttribute('aria-pressed')).toBe('true')
    await chip.click()
    await expect.poll(() => screen.status()).toBe(`${runs.extractive.queries} shown`)
    expect(new URL(watched.page.url()).searchParams.has('triage')).toBe(false)
  })

  test('by keyboard: a citation leads to its passage, and the drawer says where the context ends', async () => {
    const { page } = watched
    const { queryId, answer } = cited()
    await open(runs.extractive, `?query=${queryId}`)
    const { generated } = host.engine.results.query(runs.extractive.runId, queryId, 10, [])
    const source = generated[0]!.passages[0]!
    const citation = screen.drawer.getByRole('button', { name: `Source 1, ${source.title || source.docId}` }).first()
    await citation.waitFor()
    expect(await screen.drawer.getByRole('region', { name: 'Answers' }).textContent()).toContain(
      answer!.slice(0, answer!.indexOf(' [1]')),
    )
    await citation.focus()
    await page.keyboard.press('Enter')
    const marked = screen.drawer.locator('li[aria-current="true"]')
    await expect.poll(() => marked.evaluate((item) => item === item.ownerDocument.activeElement)).toBe(true)
    expect(await marked.textContent()).toContain('cited [1]')
    expect(await marked.evaluate((item) => item.getBoundingClientRect().bottom <= innerHeight)).toBe(true)
    // The page around the drawer stays where it is.
    expect(await page.evaluate('document.scrollingElement.scrollTop')).toBe(0)
    const tokens = generated[0]!.passages.reduce((sum, passage) => sum + passage.tokens, 0)
    expect(await screen.drawer.textContent()).toContain(
      `context ends here: ${generated[0]!.passages.length} of 8 passages sent, ${tokens.toLocaleString('en-US')} tokens`,
    )
    expect(await watched.pointerEvents()).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
  })

  test('the ledger of a judged run adds up to what the engine counted', async () => {
    await open(runs.rag, `?baseline=${runs.prompt.runId}`)
    const { ledger, figures } = host.engine.results.run(runs.rag.runId)
    const card = screen.card('Cost ledger')
    const cells = (name: RegExp) => card.getByRole('row', { name }).getByRole('cell').allTextContents()
    await card.getByRole('row', { name: /^Total/ }).waitFor()
    expect(ledger.map(({ stage }) => stage).sort()).toEqual(['generation', 'judge'])
    const sum = (read: (line: (typeof ledger)[number]) => number) => ledger.reduce((all, line) => all + read(line), 0)
    expect(await cells(/^Total/)).toEqual([
      sum(({ calls }) => calls).toLocaleString('en-US'),
      sum(({ usage }) => usage.inputTokens).toLocaleString('en-US'),
      sum(({ usage }) => usage.outputTokens).toLocaleString('en-US'),
      formatFigure(
        sum(({ costUsd }) => costUsd!),
        'usd',
      ),
      formatFigure(
        sum(({ spentUsd }) => spentUsd!),
        'usd',
      ),
    ])
    const spent = figures.find(({ metric }) => metric === 'costUsd.spent')!.value!
    expect(spent).toBeCloseTo(
      sum(({ spentUsd }) => spentUsd!),
      9,
    )
    expect(await screen.tile('costUsd.spent').locator('b').textContent()).toBe(formatFigure(spent, 'usd'))
    expect(await screen.tile(judge).textContent()).toContain('Judge quality')
    await screen.tile(judge).getByText('±0.000').waitFor()
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('answers and reasons of judges are text, whatever is written in them', async () => {
    await open(runs.rag, `?query=${listed(runs.rag)[0]!.queryId}`)
    await screen.drawer.getByText(judgeReason).waitFor()
    expect(await screen.drawer.locator('img').count()).toBe(0)
    const answers = screen.drawer.getByRole('region', { name: 'Answers' })
    expect(await answers.getByRole('button', { name: /^Source/ }).allTextContents()).toEqual(['1', '2'])
    expect(await answers.textContent()).toContain('1 cited number stands for no source')
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('a run of the prompt rung shows no passages and no filter of retrieval', async () => {
    await open(runs.prompt, `?query=${listed(runs.prompt)[0]!.queryId}`)
    await screen.drawer.getByRole('heading', { name: 'No retrieval' }).waitFor()
    expect(await screen.drawer.getByRole('region', { name: 'Passages in rank order' }).count()).toBe(0)
    expect(await watched.page.getByRole('combobox', { name: 'Which questions' }).count()).toBe(0)
    expect(await screen.tile('ndcg@10').count()).toBe(0)
    await screen.openTab('Overview')
    await screen.card('Cost ledger').waitFor()
    expect(await screen.card('Where the gold stands').count()).toBe(0)
    expect(await screen.card('Configuration').textContent()).toContain('none: no retrieval')
  })

  test('the table of runs has the judge and the cost, and says why a run has neither', async () => {
    await watched.page.goto(`${host.origin}/runs`)
    const table = new RunsPage(watched.page)
    const rowOf = (run: Run) => table.grid.locator('tr[data-row]', { hasText: run.runId.slice(0, 8) })
    await expect.poll(() => table.cell(rowOf(runs.rag), judge).textContent()).toContain('0.500')
    const per1k = host.engine.results.run(runs.rag.runId).figures.find(({ metric }) => metric === 'costUsd.per1k')!
    expect(await table.cell(rowOf(runs.rag), 'costUsd.per1k').textContent()).toContain(
      formatFigure(per1k.value!, 'usd'),
    )
    const spent = [runs.rag, runs.prompt].map(
      ({ runId }) => host.engine.results.run(runId).figures.find(({ metric }) => metric === 'costUsd.spent')!.value!,
    )
    expect(await table.sweep('Two rungs').textContent()).toContain(
      `spent ${formatFigure(spent[0]! + spent[1]!, 'usd')}`,
    )
    expect(await table.cell(rowOf(runs.retrieval), judge).textContent()).toContain('no answers')
    expect(await table.cell(rowOf(runs.prompt), 'ndcg@10').textContent()).toContain('no retrieval')
    expect(await table.cell(rowOf(runs.prompt), 'rung').textContent()).toBe('Prompt')
    expect(await table.cell(rowOf(runs.prompt), 'recipe').textContent()).toBe('no retrievalanswerer')
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })

  test('compared on the judge, the drawer shows the answers of both runs', async () => {
    const { queryId } = cited()
    const compare = new ComparePage(watched.page)
    await watched.page.goto(
      `${host.origin}/compare?runs=${runs.rag.runId},${runs.prompt.runId}&query=${encodeURIComponent(queryId)}&show=all`,
    )
    await compare.figure(judge, 0).waitFor()
    for (const letter of ['A', 'B']) {
      await compare.ranking(letter).getByText(modelAnswer, { exact: true }).waitFor()
      expect(await compare.ranking(letter).textContent()).toContain('Judge quality 0.500')
    }
    await compare.ranking('B').getByText('No retrieval').waitFor()
    expect(await violationsInBothThemes(watched.page)).toEqual([])
  })
})
