import { loadavg } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { type LatencyStage, retrievalMetrics } from '../../../shared/domain/metric.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { buildPage } from '../../support/build-page.ts'
import { chromiumPath, openBrowser } from '../../support/open-browser.ts'
import { startWebHost } from '../../support/start-web-host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { median } from '../median.ts'
import { printTable } from '../print-table.ts'
import { compareFigures } from './compare-figures.ts'
import { fillWorkspace } from './fill-workspace.ts'

const openLimitMs = 1000
const taskLimitMs = 50
const questions = 1000
const finishedRuns = 200
const comparisons = [2, 8, 200] as const

/** How long a comparison takes to open in a real Chromium on the real web host, and whether the page stays awake. */
export async function benchCompare(): Promise<void> {
  if (chromiumPath === '') {
    process.stdout.write('\nCompare is not measured: there is no Chromium on this machine.\n')
    return
  }
  const rendererFolder = await buildPage()
  await using browser = await openBrowser()
  using folder = temporaryFolder()
  const workspaceFolder = join(folder.path, 'workspace')
  const runIds = await fillWorkspace(folder.path, { runs: finishedRuns, questions })
  fillFigures(join(workspaceFolder, 'workspace.db'), runIds)
  await using host = await startWebHost({ rendererFolder, workspaceFolder })
  const rows: string[][] = []
  for (const count of comparisons) {
    const search = new URLSearchParams({ runs: JSON.stringify(runIds.slice(0, count)) })
    const { openedMs, completeMs, longestCpuMs, longestWallMs } = await compareFigures(
      browser,
      host,
      `/compare?${search}`,
    )
    const line = (what: string, values: readonly number[], limitMs: number | null) => {
      const [first, ...later] = values
      const isUnder = limitMs === null ? '' : Math.max(first!, median(later)) < limitMs ? 'yes' : 'NO'
      return [
        `${count} runs`,
        what,
        `${first!.toFixed(0)} ms`,
        `${median(later).toFixed(0)} ms`,
        limitMs === null ? '' : `${limitMs} ms`,
        isUnder,
      ]
    }
    rows.push(
      line('until figures are shown', openedMs, openLimitMs),
      line('until all statistics are there', completeMs, null),
      line('longest task of the page, processor time', longestCpuMs, taskLimitMs),
      line('longest task of the page by the clock', longestWallMs, null),
    )
  }
  printTable(
    [
      `Compare on ${questions} questions, ${finishedRuns} finished runs, ${retrievalMetrics.length} measures (Chromium ${browser.version()} without a GPU)`,
      'First visit: nothing was computed before; later ones (median of 3) find the statistics stored.',
      `Processes that wanted a processor in the last minute: ${loadavg()[0]!.toFixed(1)}; more than there are makes every time longer.`,
    ].join('\n'),
    [['comparison', 'what', 'first visit', 'later visits', 'limit', 'under it'], ...rows],
  )
}

/** Scores of every measure of a ranking, and times: as much as a finished run has. */
function fillFigures(databasePath: string, runIds: readonly Parameters<typeof setFigures>[1][]): void {
  const store = openSqliteStore(databasePath)
  try {
    const random = createRandom(4)
    store.transaction(() => {
      for (const runId of runIds) setFigures(store, runId, random)
    })
  } finally {
    store.close()
  }
}

function setFigures(
  store: ReturnType<typeof openSqliteStore>,
  runId: Awaited<ReturnType<typeof fillWorkspace>>[number],
  random: () => number,
): void {
  const columns = new Map(
    retrievalMetrics.map(({ name, kind }) => [
      name,
      Float64Array.from({ length: questions }, () =>
        kind === 'proportion' ? Math.round(random()) : Math.round(random() * 20) / 20,
      ),
    ]),
  )
  const times = Array.from({ length: questions }, () => 5 + 40 * random() ** 4)
  store.runs.setScores(runId, columns)
  store.runs.setLatencies(
    runId,
    new Map<LatencyStage, number[]>([
      ['search', times],
      ['total', times],
    ]),
  )
  store.runs.setValues(runId, valuesOf(columns, times))
}

function valuesOf(columns: ReadonlyMap<string, Float64Array>, times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  return new Map([
    ...[...columns].map(
      ([name, values]) =>
        [name, { value: values.reduce((sum, value) => sum + value, 0) / values.length, n: values.length }] as const,
    ),
    ...[0.5, 0.95].map(
      (share) =>
        [
          `latencyMs.total.p${share * 100}`,
          { value: sorted[Math.floor(share * (sorted.length - 1))]!, n: times.length },
        ] as const,
    ),
  ])
}
