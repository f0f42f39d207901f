import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { monthlyCost } from '../../../main/engine/cost/monthly-cost.ts'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { volumeChart, volumeDecades } from '../../../shared/charts/volume-chart.ts'
import { breakEven } from '../../../shared/domain/break-even.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { CostedRun } from '../../../shared/domain/ladder-report.ts'
import { ServingSettings } from '../../../shared/domain/monthly-cost.ts'
import type { Rung } from '../../../shared/domain/rung.ts'
import { breakEvenSentences, isEveryRunFree, volumeCosts, volumeNotes } from '../../../shared/domain/volume-costs.ts'

const size = { width: 560, height: 190 }
const usd = fc.oneof(fc.constant(0), fc.double({ min: 1e-4, max: 1e5, noNaN: true }))

function runOf(rung: Rung, fixedUsd: number | null, per1kQueriesUsd: number | null): CostedRun {
  return {
    ...{ runId: rung as unknown as RunId, name: `best ${rung}`, rung, quality: null },
    ...{ per1kQueriesUsd, fixedUsd, monthlyUsd: null, latencyP95Ms: null },
    ...{ onFrontier: false, onLatencyFrontier: false, isBestOfRung: true, breaks: [] },
  }
}

const draw = (runs: readonly CostedRun[], queriesPerMonth = 40_000) =>
  volumeChart({ ...size, ...volumeCosts(runs), queriesPerMonth })

const texts = (chart: ReturnType<typeof draw>) => chart.marks.flatMap((mark) => (mark.kind === 'text' ? mark.text : []))

describe('cost by volume', () => {
  test('is the monthly cost of the same recipe at every volume', () => {
    fc.assert(
      fc.property(usd, usd, fc.integer({ min: 0, max: 1e9 }), (per1kQueriesUsd, setupUsd, queriesPerMonth) => {
        const costAt = (volume: number) =>
          monthlyCost(
            { per1kQueriesUsd, setupUsd, indexBytes: 3e9 },
            ServingSettings.parse({ queriesPerMonth: volume, storageUsdPerGigabyteMonth: 0.02 }),
          ).totalUsd!
        const [line] = volumeCosts([runOf('rag', costAt(0), per1kQueriesUsd)]).lines
        const expected = costAt(queriesPerMonth)
        expect(Math.abs(line!.usdAt!(queriesPerMonth) - expected)).toBeLessThanOrEqual(expected * 1e-12)
      }),
    )
  })

  test('lines meet where breakEven says, at one cost, and nowhere else', () => {
    fc.assert(
      fc.property(usd, usd, usd, usd, (fixed, running, otherFixed, otherRunning) => {
        const [first, second] = [runOf('prompt', fixed, running), runOf('rag', otherFixed, otherRunning)]
        const { lines, crossings } = volumeCosts([second, first])
        const found = breakEven(
          { fixedUsd: fixed, per1kQueriesUsd: running },
          { fixedUsd: otherFixed, per1kQueriesUsd: otherRunning },
        )
        if (!('queriesPerMonth' in found)) {
          expect(crossings).toEqual([])
          return
        }
        expect(crossings).toMatchObject([{ between: ['Prompt', 'RAG'], queriesPerMonth: found.queriesPerMonth }])
        const cost = crossings[0]!.monthlyUsd
        for (const { usdAt } of lines)
          expect(Math.abs(usdAt!(found.queriesPerMonth) - cost)).toBeLessThanOrEqual(Math.max(cost, 1) * 1e-9)
      }),
    )
  })

  test('says who is cheaper from where on, and of whom nothing is known', () => {
    const runs = [runOf('hybrid', 900, 3), runOf('finetune', 850, 0.7), runOf('rag', 45, 1.7), runOf('prompt', null, 1)]
    const costs = volumeCosts(runs)
    expect(breakEvenSentences(costs, 'rag')).toEqual([
      'Fine-tune costs less than RAG above about 805,000 queries a month.',
      'RAG costs less than Hybrid at every volume.',
    ])
    expect(breakEvenSentences(costs, 'hybrid').at(-1)).toBe('RAG and Fine-tune cost less than Hybrid at every volume.')
    expect(volumeNotes(costs, runs)).toEqual(['Cost of Prompt not known: no line.'])
  })

  test('where nothing costs anything there is a sentence; what is unknown is never taken for nothing', () => {
    const free = [runOf('prompt', 0, 0), runOf('rag', 0, 0)]
    expect(volumeCosts(free).hasCost).toBe(false)
    expect(volumeNotes(volumeCosts(free), free)).toEqual([
      'Every run costs $0.00 at every volume, so cost cannot tell them apart.',
    ])
    const some = [...free, runOf('hybrid', 3, null)]
    expect(isEveryRunFree(some)).toBe(false)
    expect(volumeNotes(volumeCosts(some), some)).toEqual([
      'Prompt and RAG cost $0.00 at every volume.',
      'Cost of Hybrid not known.',
    ])
  })
})

describe('volume chart', () => {
  const runs = [runOf('prompt', 0, 0), runOf('rag', 45, 1.7), runOf('finetune', 850, 0.7), runOf('hybrid', null, 3)]

  test('the walk and the table say what each line costs, and where two meet', () => {
    const { points, table } = draw(runs)
    expect(points.map(({ label }) => label)).toContain('RAG, best rag: $113.00 a month at 40,000 queries, your volume')
    expect(points.at(-1)!.label).toBe(
      `Break-even: RAG and Fine-tune both cost ${formatFigure(1413.5, 'usd')} a month at 805,000 queries`,
    )
    expect(table.columns).toEqual(['Queries a month', 'Prompt', 'RAG', 'Fine-tune', 'Hybrid'])
    expect(table.rows).toContainEqual(['40,000, your volume', '$0.00', '$113.00', '$878.00', 'not known'])
    expect(table.rows).toContainEqual(['1,000', '$0.00', '$46.70', '$850.70', 'not known'])
  })

  test('what costs nothing runs below the axis, what is unknown has no line', () => {
    const { points, marks } = draw(runs)
    const heights = points.filter(({ label }) => label.startsWith('Prompt')).map(({ y }) => y)
    expect(new Set(heights).size).toBe(1)
    const others = points.filter(({ label }) => !label.startsWith('Prompt')).map(({ y }) => y)
    expect(heights[0]).toBeGreaterThan(Math.max(...others))
    expect(texts(draw(runs))).toContain('$0.00')
    expect(marks.some(({ tone }) => tone === 'hybrid')).toBe(false)
  })

  test('lines that coincide are named together, and the upper one shows the lower', () => {
    const chart = draw([runOf('rag', 45, 1.7), runOf('hybrid', 45.1, 1.71), runOf('prompt', 0, 1)])
    expect(texts(chart).filter((text) => /^(RAG|Hybrid|Prompt)/.test(text))).toEqual(['Hybrid,', 'RAG', 'Prompt'])
    const lines = chart.marks.filter((mark) => mark.kind === 'path' && mark.width === 1.8)
    expect(lines.map((mark) => ('dash' in mark ? mark.dash : ''))).toEqual(['', '6 6', ''])
  })

  test('the axis reaches as far as the volume; at no queries at all no line stands for it', () => {
    expect([0, 1, 999, 1000, 40_000, 1e7, 2e9].map(volumeDecades)).toEqual([
      ...[
        [3, 7],
        [0, 7],
        [2, 7],
        [3, 7],
        [3, 7],
        [3, 7],
        [3, 10],
      ],
    ])
    const down = (volume: number) => draw(runs, volume).marks.filter(({ tone }) => tone === 'text').length
    expect(down(0)).toBe(down(40_000) - 1)
  })

  test('stays within its frame with finite places, whatever the figures', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(usd, usd), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 1e10 }),
        (figures, volume) => {
          const rungs: readonly Rung[] = ['prompt', 'rag', 'finetune', 'hybrid']
          const some = figures.map(([fixed, running], index) => runOf(rungs[index]!, fixed, running))
          fc.pre(volumeCosts(some).hasCost)
          const { points, marks } = draw(some, volume)
          for (const { x, y } of points) {
            expect(x).toBeGreaterThanOrEqual(0)
            expect(x).toBeLessThanOrEqual(size.width)
            expect(y).toBeGreaterThanOrEqual(0)
            expect(y).toBeLessThanOrEqual(size.height)
          }
          for (const mark of marks) {
            if (mark.kind === 'path') expect(mark.d).not.toMatch(/NaN|Infinity/)
            if (mark.kind === 'text') expect(Number.isFinite(mark.x + mark.y)).toBe(true)
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
