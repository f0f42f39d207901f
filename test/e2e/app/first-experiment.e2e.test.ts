import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import { metricDefinitions } from '../../../shared/domain/metric.ts'
import { dropPaths } from '../../support/drop-paths.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { makeBeir } from '../cli/support/make-beir.ts'
import { ComparePage } from './pages/compare-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { goTo } from './pages/go-to.ts'
import { ImportPage } from './pages/import-page.ts'
import { NewExperimentPage } from './pages/new-experiment-page.ts'
import { RunsPage } from './pages/runs-page.ts'
import { describeApp } from './support/describe-app.ts'
import {
  cellsOfMarkdown,
  type Figures,
  figuresOfEngine,
  figuresOfJson,
  figuresOfTidyCsv,
  figuresOfWideCsv,
  rankingsOfTrec,
} from './support/exported-figures.ts'
import type { TestApp } from './support/test-app.ts'
import { useEmptyApp } from './support/use-app.ts'

const scifactMini = fileURLToPath(new URL('../../../../shared/data/scifact-mini', import.meta.url))
const hasScifact = existsSync(scifactMini)

describeApp('a first experiment', () => {
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

  test('the sample: one click, its sweep is watched, real results stand side by side', async () => {
    const { page } = watched
    const runs = new RunsPage(page)
    const clickedAt = performance.now()
    await page.getByRole('button', { name: 'Run the sample' }).click()
    const seen = await runs.watchSweep('Sample: chunking × search')
    await runs.whenSweepIsDone('Sample: chunking × search', 15)
    expect(performance.now() - clickedAt).toBeLessThan(120_000)
    // Only a page that follows the work sees some runs done while others wait.
    expect((await seen()).filter((state) => /waiting|running/u.test(state)).length).toBeGreaterThan(1)
    expect(await runs.doneRows.count()).toBe(15)

    const listed = await host.client.experiments.runs({})
    const { runs: compared } = await host.client.experiments.compare({ runs: listed.map(({ runId }) => runId) })
    const figure = (run: (typeof compared)[number], name: string) =>
      run.metrics.find(({ metric }) => metric === name)!.value!
    for (const run of compared) {
      const cell = runs.cell(runs.grid.locator(`tr[data-row="${run.run.runId}"]`), 'ndcg@10')
      await cell
        .getByText(formatFigure(figure(run, 'ndcg@10'), 'fraction'), { exact: true })
        .first()
        .waitFor()
    }
    // The sample is made so that it matters how pages are cut.
    const recalls = compared.map((run) => figure(run, 'spanRecall@1000tokens'))
    expect(Math.max(...recalls) - Math.min(...recalls)).toBeGreaterThan(0.05)
    expect(compared.every((run) => run.run.error === null)).toBe(true)
  }, 150_000)

  test('a dropped BEIR folder: import, a sweep from the form, the comparison, and every export read back', async () => {
    const { page } = watched
    const folder = hasScifact ? scifactMini : makeBeir(join(files.path, 'scifact-mini'))
    await dropPaths(page, [folder])
    const imports = new ImportPage(page)
    await imports.previewed()
    await imports.import()

    const form = new NewExperimentPage(page)
    await goTo(page, 'Runs')
    await form.open()
    await form.name.fill('Chunk size and search')
    await form.setValues('Chunk size', [150, 300])
    await form.setValues('Overlap', [20])
    await form.choice('How chunks are found', 'full-text').click()
    await form.planned(4)
    expect(await form.plan.getByRole('status').first().textContent()).toMatch(/^4 recipes, 2 new indexes/u)
    await form.start.click()

    const runs = new RunsPage(page)
    const seen = await runs.watchSweep('Chunk size and search')
    await runs.whenSweepIsDone('Chunk size and search', 4)
    const states = await seen()
    expect(states.at(-1)).toBe('4 done')
    expect(states.filter((state) => /waiting|running/u.test(state)).length).toBeGreaterThan(0)

    await runs.select(3)
    await runs.selection.getByRole('button', { name: /^Compare/ }).click()
    const comparePage = new ComparePage(page)
    await comparePage.ready()
    const runIds = await comparePage.runIds()
    expect(runIds).toHaveLength(3)
    const comparison = await host.client.experiments.compare({ runs: runIds, baseline: runIds[0]! })
    await expectShown(comparePage, comparison, runIds)

    const exports = new ExportDialog(page)
    const engineFigures = figuresOfEngine(comparison)
    expect(engineFigures.size).toBeGreaterThan(3 * 30)
    const wide = await exports.export('CSV, wide')
    expect(wide.name).toMatch(/^rungs-compare-[\d-]+\.csv$/u)
    const inWide = figuresOfWideCsv(wide)
    expect(withoutDifferences(inWide)).toEqual(withoutDifferences(engineFigures))
    // Of latency and cost, which are no means over questions, the export takes the difference from the verdict.
    for (const [key, { difference }] of engineFigures)
      if (difference !== null) expect(inWide.get(key)!.difference, key).toBe(difference)
    const tidy = await exports.export('CSV, tidy')
    expect(tidy.name).toMatch(/\.tidy\.csv$/u)
    expect(figuresOfTidyCsv(tidy)).toEqual(withoutDifferences(engineFigures))
    expect(figuresOfJson(await exports.export('JSON'))).toEqual(engineFigures)
    const markdown = await exports.export('Markdown')
    const cells = cellsOfMarkdown(markdown)
    for (const [key, { value }] of engineFigures) {
      const metric = metricDefinitions.get(key.split(' ')[1]!)!
      const written = value === null ? '–' : formatFigure(value, metric.unit)
      expect(cells.get(key)?.split(/ [[(]|, n/u)[0], key).toBe(written)
    }

    // One run, opened from the comparison, as a TREC run: scored anew from the file it gives the same figure.
    await comparePage.table.getByRole('columnheader').getByRole('link').first().click()
    await page.getByRole('tab', { name: /^Overview/ }).waitFor()
    const trec = await exports.export('TREC run')
    const recall = meanRecallAt10(rankingsOfTrec(trec), await relevantDocuments(folder))
    expect(recall).toBeCloseTo(engineFigures.get(`${runIds[0]} recall@10`)!.value!, 12)
  }, 120_000)
})

async function expectShown(page: ComparePage, { runs }: Comparison, runIds: readonly string[]): Promise<void> {
  for (const [index, runId] of runIds.entries()) {
    const { metrics } = runs.find(({ run }) => run.runId === runId)!
    for (const metric of ['ndcg@10', 'recall@10', 'mrr', 'index.chunks']) {
      const { value } = metrics.find((estimate) => estimate.metric === metric)!
      const text = await page.figure(metric, index).textContent()
      expect(text, `${metric} of ${runId}`).toBe(formatFigure(value!, metricDefinitions.get(metric)!.unit))
    }
  }
}

function withoutDifferences(figures: Figures) {
  return new Map([...figures].map(([key, { value, ciLow, ciHigh, n }]) => [key, { value, ciLow, ciHigh, n }]))
}

/** Relevant documents by question, from the folder itself. */
async function relevantDocuments(folder: string): Promise<Map<string, Set<string>>> {
  const relevant = new Map<string, Set<string>>()
  const lines = (await readFile(join(folder, 'qrels', 'test.tsv'), 'utf8')).trim().split('\n').slice(1)
  for (const line of lines) {
    const [queryId, docId, grade] = line.trim().split('\t')
    if (Number(grade) > 0) relevant.set(queryId!, (relevant.get(queryId!) ?? new Set()).add(docId!))
  }
  return relevant
}

/** Worked out here, not by the engine: the share of the relevant documents among the first ten, over the questions. */
function meanRecallAt10(
  rankings: ReadonlyMap<string, readonly string[]>,
  relevant: ReadonlyMap<string, ReadonlySet<string>>,
): number {
  const recalls = [...relevant].map(
    ([queryId, documents]) =>
      (rankings.get(queryId) ?? []).slice(0, 10).filter((docId) => documents.has(docId)).length / documents.size,
  )
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length
}
