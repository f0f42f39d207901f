import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecipe } from '../../../main/engine/experiments/recipes/recipe-fields.ts'
import { recipeFields } from '../../../main/engine/export/recipe-fields.ts'
import { writeComparison } from '../../../main/engine/export/write-comparison.ts'
import type { ComparedMetric, Comparison } from '../../../shared/domain/comparison.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { metricDefinitions } from '../../../shared/domain/metric.ts'
import type { Run } from '../../../shared/domain/run.ts'

const shown = ['ndcg@10', 'success@1', 'latencyMs.total.p95', 'index.bytes']

function runOf(runId: string, name: string, recipe: Record<string, unknown> = {}): Run {
  return {
    runId: runId as RunId,
    name,
    recipe: parseRecipe(recipe),
    evalSetName: 'manual',
    split: 'test',
    status: 'finished',
  } as Run
}

function metricOf(metric: string, value: number | null, rest: Partial<ComparedMetric> = {}): ComparedMetric {
  return { metric, value, ciLow: null, ciHigh: null, n: 5, unscored: 0, difference: null, ...rest }
}

function comparisonOf(runs: Comparison['runs'], baseline: string | null = null): Comparison {
  const metrics = shown.map((name) => metricDefinitions.get(name)!)
  return { baseline: baseline as RunId | null, metrics, runs }
}

type Record_ = Readonly<Record<string, string>>
const read = (csv: string): Record_[] => parse(csv, { columns: true }) as Record_[]
const number = (cell: string | undefined) => (cell === '' || cell === undefined ? null : Number(cell))
/** A formula is escaped by one apostrophe; nothing else is changed. */
const unescaped = (cell: string | undefined) => cell?.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/u, '')

const value = fc.oneof(
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0),
)
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', '＝', '＠', 'a', ' '),
      minLength: 1,
      maxLength: 6,
    }),
  )
  .filter((text) => !text.startsWith("'"))
const comparison = fc
  .array(fc.tuple(name, fc.array(fc.tuple(fc.constantFrom(...shown), value, value, value, fc.nat(1000)))), {
    maxLength: 4,
  })
  .map((runs) =>
    comparisonOf(
      runs.map(([runName, estimates], index) => ({
        run: runOf(`run${index}`, runName),
        metrics: [...new Map(estimates.map((estimate) => [estimate[0], estimate])).values()].map(
          ([metric, mean, ciLow, ciHigh, n]) => metricOf(metric, mean === 0 ? 0 : mean, { ciLow, ciHigh, n }),
        ),
      })),
    ),
  )

describe('tidy CSV', () => {
  test('has exactly the agreed columns, one row per run and measure, empty for missing', () => {
    const csv = writeComparison(
      comparisonOf([
        {
          run: runOf('r1', 'a, "quoted" name'),
          metrics: [metricOf('ndcg@10', 0.1 + 0.2, { ciLow: 0, ciHigh: 0.5 }), metricOf('success@1', null, { n: 0 })],
        },
      ]),
      'csv-tidy',
    )
    expect(csv).toBe(
      'run,name,rung,metric,value,ciLow,ciHigh,n\n' +
        'r1,"a, ""quoted"" name",rag,ndcg@10,0.30000000000000004,0,0.5,5\n' +
        'r1,"a, ""quoted"" name",rag,success@1,,,,0\n',
    )
  })

  test('read back, it is the comparison', () => {
    fc.assert(
      fc.property(comparison, (compared) => {
        const rows = read(writeComparison(compared, 'csv-tidy')).map((row) => [
          ...[row.run, unescaped(row.name), row.rung, row.metric],
          ...[number(row.value), number(row.ciLow), number(row.ciHigh), number(row.n)],
        ])
        expect(rows).toEqual(
          compared.runs.flatMap(({ run, metrics }) =>
            metrics.map(({ metric, value: mean, ciLow, ciHigh, n }) => [
              ...[run.runId, run.name, 'rag', metric],
              ...[mean, ciLow, ciHigh, n],
            ]),
          ),
        )
      }),
      { numRuns: 300 },
    )
  })
})

describe('wide CSV', () => {
  test('read back, it has every recipe field and every figure of the comparison', () => {
    fc.assert(
      fc.property(comparison, (compared) => {
        const rows = read(writeComparison(compared, 'csv'))
        expect(rows).toHaveLength(compared.runs.length)
        for (const [index, { run, metrics }] of compared.runs.entries()) {
          const row = rows[index]!
          expect([row.run, unescaped(row.name)]).toEqual([run.runId, run.name])
          for (const [field, setting] of Object.entries(recipeFields(run.recipe!)))
            expect(row[field]).toBe(String(setting))
          for (const { name: metric } of compared.metrics) {
            const estimate = metrics.find((candidate) => candidate.metric === metric)
            expect(
              [metric, `${metric} ciLow`, `${metric} ciHigh`, `${metric} n`].map((column) => number(row[column])),
            ).toEqual([estimate?.value, estimate?.ciLow, estimate?.ciHigh, estimate?.n].map((cell) => cell ?? null))
          }
        }
      }),
    )
  })

  test('leaves fields empty that a recipe does not have, and adds differences when there is a baseline', () => {
    const runs = [
      { run: runOf('r1', 'min-max'), metrics: [metricOf('ndcg@10', 0.5)] },
      {
        run: runOf('r2', 'ranks', { search: { fusion: { kind: 'rrf' } } }),
        metrics: [metricOf('ndcg@10', 0.25, { difference: { value: -0.25, n: 5 } })],
      },
    ]
    const [first, second] = read(writeComparison(comparisonOf(runs, 'r1'), 'csv'))
    expect([first!['search.fusion.alpha'], first!['search.fusion.rankConstant']]).toEqual(['0.3', ''])
    expect([second!['search.fusion.alpha'], second!['search.fusion.rankConstant']]).toEqual(['', '60'])
    expect([first!['ndcg@10 difference'], second!['ndcg@10 difference']]).toEqual(['', '-0.25'])
    expect(writeComparison(comparisonOf(runs), 'csv')).not.toContain('difference')
  })

  test.each(['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠sum'])(
    'text that a spreadsheet would take for a formula is escaped: %j',
    (formula) => {
      const csv = writeComparison(comparisonOf([{ run: runOf('r1', formula), metrics: [] }]), 'csv')
      expect(read(csv)[0]!.name).toBe(`'${formula}`)
    },
  )

  test('negative numbers stay numbers', () => {
    const runs = [{ run: runOf('r1', 'a'), metrics: [metricOf('ndcg@10', -0.5)] }]
    expect(read(writeComparison(comparisonOf(runs), 'csv'))[0]!['ndcg@10']).toBe('-0.5')
  })
})

describe('JSON', () => {
  test('is the comparison itself', () => {
    fc.assert(
      fc.property(comparison, (compared) => {
        expect(JSON.parse(writeComparison(compared, 'json'))).toEqual(JSON.parse(JSON.stringify(compared)))
      }),
    )
  })
})

describe('Markdown', () => {
  test('marks the baseline and gives value, interval, n and difference; a missing value is a dash', () => {
    const runs = [
      { run: runOf('r1', 'first'), metrics: [metricOf('ndcg@10', 0.5, { ciLow: 0.4, ciHigh: 0.6 })] },
      {
        run: runOf('r2', 'second'),
        metrics: [
          metricOf('ndcg@10', 0.25, { difference: { value: -0.25, n: 5 } }),
          metricOf('index.bytes', 1_500_000, { n: 1 }),
        ],
      },
    ]
    expect(writeComparison(comparisonOf(runs, 'r1'), 'md').split('\n')).toEqual([
      '| run | recipe | eval set | ndcg@10 | success@1 | latencyMs.total.p95 | index.bytes |',
      '| --- | --- | --- | ---: | ---: | ---: | ---: |',
      '| r1 (baseline) | first | manual (test) | 0.500 \\[0.400, 0.600\\], n 5 | – | – | – |',
      '| r2 | second | manual (test) | 0.250, n 5 (−0.250) | – | – | 1.5 MB |',
      '',
    ])
  })

  test('a name cannot break the table nor bring HTML to life', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('|', '\\', '\n', '\r', '\u2028', '<', '>', '`', '*', '[', 'a') }),
        (nasty) => {
          const markdown = writeComparison(comparisonOf([{ run: runOf('r1', nasty), metrics: [] }]), 'md')
          const lines = markdown.trimEnd().split(/\r\n|[\n\r\u2028\u2029]/)
          expect(lines).toHaveLength(3)
          // What is left of a line once escaped characters are gone.
          const bare = lines[2]!.replace(/\\./g, '')
          expect(bare.split('|')).toHaveLength(lines[0]!.split('|').length)
          expect(bare).not.toMatch(/[<>`*[\]\\]/)
        },
      ),
    )
  })
})
