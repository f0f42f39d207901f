import { loadavg } from 'node:os'
import { join } from 'node:path'
import { buildPage } from '../../support/build-page.ts'
import { chromiumPath, openBrowser } from '../../support/open-browser.ts'
import { startWebHost } from '../../support/start-web-host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { median } from '../median.ts'
import { printTable } from '../print-table.ts'
import { fillWorkspace } from './fill-workspace.ts'
import { bareListFigures, type ScrollFigures, type TableFigures, tableFigures } from './table-figures.ts'

const firstRowsLimitMs = 300
const frameLimitMs = 17

const tables = [
  {
    name: '10,000 runs',
    runs: 10_000,
    questions: 200,
    pathOf: () => '/runs',
    bare: { rows: 10_000, columns: 13, rowHeightPixels: 35 },
  },
  {
    name: '100,000 questions of a run',
    runs: 1,
    questions: 100_000,
    pathOf: (runId: string) => `/runs/${runId}?view=questions`,
    bare: { rows: 100_000, columns: 7, rowHeightPixels: 32 },
  },
] as const

/** The page's large tables in a real Chromium on the real web host: first rows, smoothness of scrolling, memory. */
export async function benchPage(): Promise<void> {
  if (chromiumPath === '') {
    process.stdout.write('\nThe page is not measured: there is no Chromium on this machine.\n')
    return
  }
  const rendererFolder = await buildPage()
  await using browser = await openBrowser()
  const rows: string[][] = []
  for (const { name, runs, questions, pathOf, bare } of tables) {
    using folder = temporaryFolder()
    const [runId] = await fillWorkspace(folder.path, { runs, questions })
    await using host = await startWebHost({
      rendererFolder,
      workspaceFolder: join(folder.path, 'workspace'),
    })
    const ours = await tableFigures(browser, host, pathOf(runId!))
    rows.push(...rowsOf(name, ours, await bareListFigures(browser, bare)))
  }
  printTable(
    [
      `Tables in the page (Chromium ${browser.version()} without a GPU, 1440 × 900)`,
      'Bare list: as many rows and columns of plain text, drawn as they come into view, without a framework or a table.',
      'Limits are absolute: frames are judged by their p95, first rows by their median, whatever else the machine does.',
      'First rows: from going to the screen in a loaded page that has not asked for them yet, to the frame that shows them.',
      `Processes that wanted a processor in the last minute: ${loadavg()[0]!.toFixed(1)}; more than there are makes every time longer.`,
    ].join('\n'),
    [['table', 'what', 'median', 'p95', 'longest', 'of', 'limit', 'under it'], ...rows],
  )
}

function rowsOf(
  name: string,
  { firstRowsMs, coldLoadMs, framesMs, workPerFrameMs, heapMegabytes }: TableFigures,
  bare: ScrollFigures,
): string[][] {
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const line = (
    what: string,
    values: readonly number[],
    judged: number | null,
    limitMs: number | null,
    unit: string,
  ) => [
    name,
    what,
    ms(median(values)),
    ms(quantile(values, 0.95)),
    ms(Math.max(...values)),
    `${values.length} ${unit}`,
    limitMs === null ? '' : ms(limitMs),
    limitMs === null || judged === null ? '' : judged < limitMs ? 'yes' : 'NO',
  ]
  return [
    line('first rows', firstRowsMs, median(firstRowsMs), firstRowsLimitMs, 'visits'),
    line('first rows, page loaded anew', coldLoadMs, null, null, 'loads'),
    line('frames while scrolling', framesMs, quantile(framesMs, 0.95), frameLimitMs, 'frames'),
    // Where a bare list misses the limit too, the machine is part of the answer: the ratio says how large a part.
    line('frames, bare list', bare.framesMs, quantile(bare.framesMs, 0.95), frameLimitMs, 'frames'),
    [
      name,
      'frames, ours / bare',
      `${(median(framesMs) / median(bare.framesMs)).toFixed(1)} ×`,
      `${(quantile(framesMs, 0.95) / quantile(bare.framesMs, 0.95)).toFixed(1)} ×`,
      '',
      '',
      '',
      '',
    ],
    [name, 'work per frame (processor time)', ms(workPerFrameMs), '', '', '', '', ''],
    [name, 'work per frame, bare list', ms(bare.workPerFrameMs), '', '', '', '', ''],
    [name, 'work per frame, ours / bare', `${(workPerFrameMs / bare.workPerFrameMs).toFixed(1)} ×`, '', '', '', '', ''],
    [name, 'JavaScript heap', `${heapMegabytes.toFixed(1)} MB`, '', '', '', '', ''],
  ]
}

/** The value that a share of all does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
}
