import { parse } from 'csv-parse/sync'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verdictsTable } from '../../../main/cli/verdicts-table.ts'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import { figureFormats } from '../../../shared/charts/figure-formats.ts'
import type { Comparison, ExportedComparison } from '../../../shared/domain/comparison.ts'
import { formatP } from '../../../shared/domain/describe-verdict.ts'
import type { ExportFormat } from '../../../shared/domain/export-format.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { verdictCells, verdictColumns, verdictWord } from '../../../shared/domain/verdict-cells.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { type MemoryEngine, openMemoryEngine } from '../../support/open-memory-engine.ts'

const questions = Array.from({ length: 40 }, (_, index) => `q${index}`)
const folder = {
  'corpus.jsonl': '{"_id":"d1","text":"A valve sticks."}\n',
  'queries.jsonl': questions.map((id) => `{"_id":"${id}","text":"What is ${id}?"}\n`).join(''),
  'qrels/test.tsv': `query-id\tcorpus-id\tscore\n${questions.map((id) => `${id}\td1\t1\n`).join('')}`,
}
let memory: MemoryEngine
let runIds: RunId[]
/** What the Compare screen asks for and shows. */
let screen: Comparison
let verdicts: Verdict[]

beforeAll(async () => {
  memory = await openMemoryEngine({ many: folder })
  const client = createInProcessClient(memory.engine)
  await client.datasets.import({ paths: ['many'] })
  await memory.engine.jobs.idle()
  const { store } = memory.ports
  runIds = fillWithRuns(store, store.datasets.listEvalSets()[0]!, 6)
  const random = createRandom(7)
  const base = questions.map(() => 0.2 + 0.4 * random())
  // The baseline, a better, a worse and a like run, one with holes, and one that shares nothing.
  for (const [index, shift] of [0, 0.1, -0.1, 0, 0.02, 0].entries()) {
    const near = (at: number) => base[at]! + shift + (index === 0 ? 0 : 0.1 * (random() - 0.5))
    const holes = (at: number) => index === 5 || (index === 4 && at % 3 === 0)
    const scores = Float64Array.from(base, (_, at) => (holes(at) ? Number.NaN : near(at)))
    store.runs.setScores(
      runIds[index]!,
      new Map([
        ['ndcg@10', scores],
        ['success@1', scores.map((score) => (Number.isNaN(score) ? Number.NaN : Number(score > 0.4)))],
      ]),
    )
    const valuesMs = questions.map(() => 5 + 3 * index + random())
    store.runs.setLatencies(runIds[index]!, new Map([['total', valuesMs]]))
  }
  screen = await client.experiments.compare({ runs: runIds, baseline: runIds[0]! })
  const metrics = screen.metrics.map(({ name }) => name)
  verdicts = await client.experiments.verdicts({ baseline: runIds[0]!, runIds, metrics })
})
afterAll(() => memory[Symbol.asyncDispose]())

async function exported(format: ExportFormat): Promise<string> {
  let text = ''
  for await (const piece of memory.engine.experiments.export({ runs: runIds, baseline: runIds[0], format }))
    text += piece
  return text
}

const verdictOf = (runId: string, metric: string) =>
  verdicts.find((verdict) => verdict.runId === runId && verdict.metric === metric)
const definitionOf = (metric: string) => screen.metrics.find(({ name }) => name === metric)!

/** Each figure of the screen with its verdict. */
function figures() {
  return screen.runs.flatMap(({ run, metrics }, place) =>
    metrics.map((figure) => ({ run, place, ...figure, verdict: verdictOf(run.runId, figure.metric) })),
  )
}

/** A figure in words, as a cell of a report shows it: value, interval, n, then the change with its adjusted p. */
function cellOf({ metric, value, ciLow, ciHigh, n, difference, verdict }: ReturnType<typeof figures>[number]): string {
  if (value === null) return '–'
  const { unit, kind } = definitionOf(metric)
  const { figure, change, interval } = figureFormats(unit)
  const evidence = verdict?.evidence ?? null
  const changed = difference ?? evidence
  const mark = verdict?.word === 'better' ? '▲ ' : verdict?.word === 'worse' ? '▽ ' : ''
  return [
    ...[figure(value), interval(ciLow, ciHigh), kind === 'total' ? '' : `n ${n}`],
    changed ? `${mark}${change(changed.value)}${evidence ? ` ${formatP(evidence.adjustedP)}` : ''}` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replace(/\s+/g, ' ')
    .trim()
const tablesOf = (html: string) =>
  [...html.matchAll(/<table[^>]*>.*?<\/table>/gs)].map(([table]) =>
    [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
      [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => textOf(cell!)),
    ),
  )

describe('every figure and verdict of an export is the one of the Compare screen', () => {
  test('all kinds of verdicts are among them', () => {
    expect(new Set(verdicts.map(({ word }) => word))).toEqual(
      new Set(['better', 'worse', 'notDecisive', 'notComparable']),
    )
    expect(verdicts.some(({ metric, evidence }) => metric === 'latencyMs.total.p95' && evidence)).toBe(true)
    const shared = verdicts.find(({ runId, metric }) => runId === runIds[4] && metric === 'ndcg@10')
    expect(shared!.evidence!.n).toBe(26)
  })

  test('JSON, to the last bit', async () => {
    const { runs, ...rest } = JSON.parse(await exported('json')) as ExportedComparison
    expect(rest).toEqual({ baseline: screen.baseline, metrics: screen.metrics })
    const read = runs.map(({ run, metrics }) => [run.runId, metrics])
    expect(read).toEqual(
      screen.runs.map(({ run, metrics }) => [
        run.runId,
        metrics.map((figure) => {
          const verdict = verdictOf(run.runId, figure.metric)
          if (!verdict) return figure
          const { word, reason, evidence } = verdict
          return { ...figure, verdict: { word, reason, evidence } }
        }),
      ]),
    )
  })

  test.each(['csv', 'csv-tidy'] as const)('%s, to the last bit', async (format) => {
    const rows = parse(await exported(format), { columns: true }) as Record<string, string>[]
    for (const { run, metric, value, ciLow, ciHigh, n, difference, verdict } of figures()) {
      const isTidy = format === 'csv-tidy'
      const row = rows.find((of) => of.run === run.runId && (!isTidy || of.metric === metric))!
      const cell = (column: string) => row[isTidy ? column || 'value' : `${metric} ${column}`.trim()] ?? ''
      const changed = difference ?? verdict?.evidence
      const shown = [value, ciLow, ciHigh, n, changed?.value, changed?.n, ...verdictCells(verdict ?? null)]
      const columns = ['', 'ciLow', 'ciHigh', 'n', 'difference', 'difference n', ...verdictColumns]
      expect([metric, ...columns.map(cell)]).toEqual([metric, ...shown.map((of) => String(of ?? ''))])
      expect(row.baseline).toBe(runIds[0])
    }
  })

  test.each(['jsonl', 'parquet'] as const)('%s: the scores of which the figures are made', async (format) => {
    const text = await exported(format)
    const bytes = new Uint8Array(Buffer.from(text, 'base64'))
    const rows = (
      format === 'jsonl'
        ? text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line))
        : await parquetReadObjects({ file: bytes.buffer })
    ) as Record<string, unknown>[]
    const scores = (runId: string, metric: string) =>
      rows.flatMap((row) => (row.run === runId ? [row[`score.${metric}`] as number | null] : []))
    for (const { run, metric, value, n, difference, verdict } of figures()) {
      if (!['ndcg@10', 'success@1'].includes(metric)) continue
      const own = scores(run.runId, metric)
      const mean = (of: readonly (number | null)[]) => {
        const present = of.filter((score) => score !== null)
        return [
          present.length === 0 ? null : present.reduce((sum, score) => sum + score, 0) / present.length,
          present.length,
        ]
      }
      const close = (of: number | null) => (of === null ? null : expect.closeTo(of, 12))
      expect(mean(own)).toEqual([close(value), n])
      const base = scores(runIds[0]!, metric)
      const paired = mean(own.map((score, at) => (score === null || base[at] == null ? null : score - base[at]!)))
      if (difference) expect(paired).toEqual([close(difference.value), difference.n])
      if (verdict?.evidence) expect(paired).toEqual([close(verdict.evidence.value), verdict.evidence.n])
    }
  })

  test('Markdown: figures, and a line for each verdict', async () => {
    const [first, , second] = (await exported('md')).split('\n\n').map((block) =>
      block
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/\\/g, '').slice(2, -2).split(' | ')),
    )
    for (const { place, metric, ...rest } of figures()) {
      const cell = first![place + 2]![first![0]!.indexOf(metric)]!
      const { value, ciLow, ciHigh, n, difference } = rest
      const { figure, interval, change } = figureFormats(definitionOf(metric).unit)
      if (value === null) expect(cell).toBe('–')
      else {
        const start = [figure(value), interval(ciLow, ciHigh)].filter(Boolean).join(' ')
        expect(cell.startsWith(start)).toBe(true)
        if (definitionOf(metric).kind !== 'total') expect(cell).toContain(`, n ${n}`)
        if (difference) expect(cell).toContain(`(${change(difference.value)})`)
      }
    }
    expect(second!.slice(2)).toHaveLength(verdicts.length)
    for (const verdict of verdicts) {
      const row = second!.find(([runId, , metric]) => runId === verdict.runId && metric === verdict.metric)!
      expect(row.slice(3)).toEqual(wordsOf(verdict, (p, size) => `${p} of ${size}`))
    }
  })

  test('the table of `rungs compare --baseline`: a line for each verdict', () => {
    const lines = verdictsTable(screen, verdicts).trimEnd().split('\n')
    expect(lines).toHaveLength(verdicts.length + 1)
    for (const verdict of verdicts) {
      const line = lines.find((of) => new RegExp(`^${verdict.runId} +${verdict.metric} `).test(of))!
      const cells = line.split(/ {2,}/).slice(2)
      const [word, change, ...rest] = wordsOf(verdict, (p, size) => `${p.replace('p ', '')} of ${size}`)
      const [value, interval] =
        change === '–' ? ['–', '–'] : [change!.split(' [')[0], change!.match(/\[.*\]/)?.[0] ?? '–']
      expect(cells).toEqual([word, value, interval, rest[0], rest[1]!.replace('p ', ''), ...rest.slice(2)])
    }
  })

  test('HTML: every measure of every run, and the sentences above them', async () => {
    const html = await exported('html')
    const tables = tablesOf(html)
    const all = tables.filter(([head]) => head![0] === 'Measure')
    for (const of of figures()) {
      const table = all[Math.floor(of.place / 4)]!
      const row = table.find(([label]) => label === metricLabel(of.metric))
      // A measure that none of the runs side by side has a value of is not listed.
      expect(row?.[1 + (of.place % 4)] ?? '–').toBe(cellOf(of))
    }
    const shown = tables[0]!
    for (const of of figures()) {
      const column = shown[0]!.findIndex((head) => head.startsWith(metricLabel(of.metric)))
      if (column > 0) expect(shown[of.place + 1]![column]).toBe(cellOf(of))
    }
    for (const { word, metric, evidence, runId } of verdicts) {
      if (metric !== 'ndcg@10' || !evidence) continue
      const letter = String.fromCharCode(65 + runIds.indexOf(runId))
      const { figure, change } = figureFormats('fraction')
      const said = word === 'notDecisive' ? `difference ${change(evidence.value)}` : figure(Math.abs(evidence.value))
      expect(textOf(html)).toContain(
        `${letter} against A on nDCG@10: ${word === 'notDecisive' ? `not decisive, ${said}` : `${word} by ${said}, decisive`}, ${formatP(evidence.adjustedP)} by Holm over ${evidence.familySize} comparisons`,
      )
    }
  })

  test('LaTeX: the main measures, with marks that say what the verdicts say', async () => {
    const tex = await exported('tex')
    const plain = tex
      .replaceAll('$-$', '−')
      .replaceAll('$\\pm$', '±')
      .replace(/\\([$%_#])/g, '$1')
    const lines = plain.split('\n')
    const rowsFrom = lines.findIndex((line) => line.includes('\\midrule')) + 1
    const heads = lines[rowsFrom - 2]!.split(' & ').map((head) => /\{(.*)\}/.exec(head)?.[1] ?? 'Run')
    const cells = (line: string) =>
      line
        .replace(/ \\\\$/, '')
        .split(' & ')
        .map((cell) => cell.trim())
    const values = lines
      .slice(rowsFrom)
      .filter((line) => /^ {4}\{/.test(line))
      .map(cells)
    for (const { place, metric, value, verdict } of figures()) {
      const column = heads.indexOf(metricLabel(metric))
      if (column < 1) continue
      const p = verdict?.evidence?.adjustedP ?? 1
      const count = p < 0.001 ? 3 : p < 0.01 ? 2 : 1
      const sign = verdict?.word === 'better' ? '*' : verdict?.word === 'worse' ? '\\dagger' : ''
      const figure = value === null ? '--' : figureFormats(definitionOf(metric).unit).figure(value)
      expect(values[place]![column]).toBe(sign ? `${figure}$^{${sign.repeat(count)}}$` : figure)
    }
    expect(heads.length).toBeGreaterThan(3)
  })

  test('promptfoo files hold questions and no figures', async () => {
    const text = await exported('promptfoo')
    for (const { name } of screen.metrics) expect(text).not.toContain(name)
    expect(text).not.toMatch(/\d\.\d/)
  })
})

/** Verdict, change with its interval, shared questions, p, p after correction, and the further questions. */
function wordsOf(verdict: Verdict, adjusted: (p: string, size: number) => string): string[] {
  const { evidence, metric } = verdict
  if (!evidence) return [verdictWord(verdict), '–', '–', '–', '–', '–']
  const { change, interval } = figureFormats(definitionOf(metric).unit)
  const { value, ciLow, ciHigh, n, p, adjustedP, familySize, furtherExamples } = evidence
  return [
    ...[
      verdictWord(verdict),
      [change(value), interval(ciLow, ciHigh)].filter(Boolean).join(' '),
      String(n),
      formatP(p),
    ],
    adjusted(formatP(adjustedP), familySize),
    verdict.word !== 'notDecisive' || furtherExamples === null ? '–' : furtherExamples.toLocaleString('en-US'),
  ]
}
