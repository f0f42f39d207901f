import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parquetWriter } from '../../../main/adapters/parquet/parquet-writer.ts'
import type { StatedResult } from '../../../main/engine/datasets/results/stated-result.ts'
import { parseRecipe } from '../../../main/engine/experiments/recipes/recipe-fields.ts'
import { writeComparison } from '../../../main/engine/export/write-comparison.ts'
import { writeJsonLines, writeParquet } from '../../../main/engine/export/write-examples.ts'
import type { ExportedComparison, ExportedMetric } from '../../../shared/domain/comparison.ts'
import type { EvalSetId, RunId } from '../../../shared/domain/ids.ts'
import { exampleDefinitions, metricDefinitions } from '../../../shared/domain/metric.ts'
import type { Recipe } from '../../../shared/domain/recipe.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { RunExample } from '../../../shared/domain/run-example.ts'
import { NotComparableReason, type PairVerdict } from '../../../shared/domain/verdict.ts'
import { parseFiles } from '../../support/parse-files.ts'

const shown = ['ndcg@10', 'success@1', 'tokenF1', 'latencyMs.total.p95', 'index.bytes', 'costUsd.per1k']

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const figure = fc.option(number)
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '"', ',', ';', '|', '＝', '<', '&', '{', '%', 'a', ' '),
      minLength: 1,
      maxLength: 6,
    }),
  )
  // What a run can be called.
  .filter((text) => text.trim() === text && text !== '')
const recipe: fc.Arbitrary<Recipe | null> = fc.constantFrom(
  null,
  parseRecipe({}),
  parseRecipe({ search: { mode: 'vector', k: 20 }, chunking: { kind: 'none' } }),
  parseRecipe({
    generation: { model: '4', temperature: 0.2 },
    prompt: { system: 'true', examples: { kind: 'fixed', queryIds: ['1', 'b'] } },
  }),
  parseRecipe({ rung: 'prompt', generation: { model: 'm', seed: 3 }, search: { fusion: { kind: 'rrf' } } }),
)
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0)
const evidence = fc.record({
  ciLow: figure,
  ciHigh: figure,
  p: share,
  adjustedP: share,
  familySize: fc.integer({ min: 1, max: 200 }),
  detectable: fc.option(share),
  furtherExamples: fc.option(fc.nat(1e6)),
  wins: fc.nat(99),
  ties: fc.nat(99),
  losses: fc.nat(99),
})
/** A figure with the verdict that goes with it, if any: of a mean with its difference, of a quantile on its own. */
const judged = (of: ExportedMetric): fc.Arbitrary<ExportedMetric> => {
  const isMean = exampleDefinitions([of.metric]).length > 0
  const isQuantile = of.metric.startsWith('latencyMs.')
  if (!isMean && !isQuantile) return fc.constant(of)
  const difference = isMean ? of.difference : null
  const about = isMean ? fc.constant(difference) : fc.option(fc.record({ value: number, n: fc.integer({ min: 1 }) }))
  const verdict = about.chain(
    (found): fc.Arbitrary<PairVerdict> =>
      found
        ? fc
            .tuple(fc.constantFrom('better', 'worse', 'notDecisive'), evidence)
            .map(([word, rest]) => ({ word, reason: null, evidence: { ...found, ...rest } }))
        : fc
            .constantFrom(...NotComparableReason.options)
            .map((reason) => ({ word: 'notComparable', reason, evidence: null })),
  )
  return fc.option(verdict).map((found) => (found ? { ...of, difference, verdict: found } : { ...of, difference }))
}
const metric = fc
  .tuple(
    fc.constantFrom(...shown),
    figure,
    figure,
    figure,
    fc.nat(1000),
    fc.nat(50),
    fc.option(fc.tuple(number, fc.integer({ min: 1, max: 99 }))),
  )
  .map(([of, value, ciLow, ciHigh, n, unscored, change]): ExportedMetric => {
    const difference = change && { value: change[0], n: change[1] }
    return { metric: of, value, ciLow, ciHigh, n, unscored, difference }
  })
  .chain(judged)
const comparison = fc
  .array(fc.tuple(name, recipe, fc.uniqueArray(metric, { selector: (of) => of.metric, minLength: 1 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((runs): ExportedComparison => {
    const ordered = (metrics: readonly ExportedMetric[]) =>
      metrics.toSorted((a, b) => shown.indexOf(a.metric) - shown.indexOf(b.metric))
    return {
      baseline: 'run0' as RunId,
      metrics: shown.map((of) => metricDefinitions.get(of)!),
      runs: runs.map(([runName, of, metrics], index) => ({
        run: {
          ...{ runId: `run${index}` as RunId, name: runName, recipe: of, evalSetName: 'test', split: 'test' },
          ...{ evalSetId: 'e' as EvalSetId, status: 'finished', tags: [`t${index}`], notes: runName },
        } as unknown as Run,
        metrics: ordered(metrics).map((m) => (index === 0 ? ofBaseline(m) : m)),
      })),
    }
  })

/** The eval set that the runs are of. */
const candidate = {
  ...{ evalSetName: 'test', split: 'test', queryIds: ['q1', 'q 2'] },
  ...{ documentIds: () => ['d1'], isKnown: () => false },
}

async function readBack(path: string, content: string | Uint8Array): Promise<StatedResult[]> {
  const parsed = await parseFiles({ [path]: content }, { runCandidates: () => [candidate] })
  expect(parsed.rejections).toEqual([])
  return parsed.runs.map(({ stated }) => stated!)
}

/** The baseline itself is held against nothing. */
function ofBaseline({ verdict: _, ...rest }: ExportedMetric): ExportedMetric {
  return { ...rest, difference: null }
}

const withoutUnscored = ({ unscored: _, ...rest }: ExportedMetric) => rest

describe('a comparison that was exported and is imported again', () => {
  test('JSON: runs, recipes, words and every figure are the same', async () => {
    await fc.assert(
      fc.asyncProperty(comparison, async (compared) => {
        const back = await readBack('out.json', writeComparison(compared, 'json'))
        expect(back.map((run) => [run.statedId, run.name, run.recipe, run.evalSetName, run.split, run.tags])).toEqual(
          compared.runs.map(({ run }) => [run.runId, run.name, run.recipe, 'test', 'test', run.tags]),
        )
        expect(back.map(({ figures, baseline, notes }) => [figures, baseline, notes])).toEqual(
          compared.runs.map(({ run, metrics }) => [metrics, 'run0', run.notes]),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('wide CSV: runs, recipes and every figure are the same', async () => {
    await fc.assert(
      fc.asyncProperty(comparison, async (compared) => {
        const back = await readBack('out.csv', writeComparison(compared, 'csv'))
        expect(back.map((run) => [run.statedId, run.name, run.recipe, run.evalSetName, run.split])).toEqual(
          compared.runs.map(({ run }) => [run.runId, run.name, run.recipe, 'test', 'test']),
        )
        expect(back.map(({ figures }) => figures.map(withoutUnscored))).toEqual(
          compared.runs.map(({ metrics }) => metrics.map(withoutUnscored)),
        )
        expect(back.map(({ baseline }) => baseline)).toEqual(compared.runs.map(() => 'run0'))
      }),
      { numRuns: 60 },
    )
  })

  test('without a baseline no column says anything of one', async () => {
    await fc.assert(
      fc.asyncProperty(comparison, fc.constantFrom('csv' as const, 'csv-tidy' as const), async (compared, format) => {
        const runs = compared.runs.map(({ run, metrics }) => ({ run, metrics: metrics.map(ofBaseline) }))
        const text = writeComparison({ ...compared, runs, baseline: null }, format)
        expect(text.split('\n')[0]).not.toMatch(/baseline|difference|verdict|adjusted/)
        const back = await readBack('out.csv', text)
        expect(back.map(({ figures, baseline }) => [figures.map(withoutUnscored), baseline])).toEqual(
          runs.map(({ metrics }) => [metrics.map(withoutUnscored), null]),
        )
      }),
      { numRuns: 30 },
    )
  })

  test('tidy CSV: names, values, intervals, n, differences and verdicts are the same', async () => {
    await fc.assert(
      fc.asyncProperty(comparison, async (compared) => {
        const back = await readBack('out.csv', writeComparison(compared, 'csv-tidy'))
        expect(back.map(({ statedId, name: of }) => [statedId, of])).toEqual(
          compared.runs.map(({ run }) => [run.runId, run.name]),
        )
        expect(back.map(({ figures, baseline }) => [figures.map(withoutUnscored), baseline])).toEqual(
          compared.runs.map(({ metrics }) => [metrics.map(withoutUnscored), 'run0']),
        )
      }),
      { numRuns: 60 },
    )
  })
})

const score = fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0))
const example = fc.record({
  scores: fc.record({ 'ndcg@10': score, mrr: score }),
  latencyMs: fc.record({ search: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })) }),
  costUsd: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
  triage: fc.constantFrom(null, 'ignored' as const),
  text: fc.string({ unit: 'grapheme' }),
  retrieved: fc.option(fc.array(fc.record({ docId: fc.constantFrom('d1', 'other'), score: number }), { maxLength: 3 })),
})
const examples = fc.tuple(name, recipe, fc.tuple(example, example)).map(([runName, of, rows]): RunExample[] =>
  rows.map(({ text, ...rest }, index) => {
    const queryId = ['q1', 'q 2'][index]!
    return {
      ...{ run: 'r1', name: runName, rung: of?.rung ?? null, evalSet: 'test', split: 'test', recipe: of, queryId },
      ...{ question: text, tags: [text], ...rest },
      answers: [
        {
          ...{ queryId, repetition: 0, text, abstained: false, finishReason: 'stop', failure: null, passages: [] },
          ...{ citations: [1], brokenCitations: 0, usage: null, latencyMs: { assemble: 1, generate: 2.5 } },
          ...{ cached: false, costUsd: rest.costUsd },
        },
      ],
    }
  }),
)
const table = (of: RunExample[]) => ({ metrics: ['ndcg@10', 'mrr'], examples: of })
const carried = (of: readonly RunExample[]) =>
  of.map(({ queryId, scores, latencyMs, triage, answers, retrieved }) => ({
    ...{ queryId, scores, triage, answers, retrieved },
    searchMs: latencyMs.search,
  }))

describe('examples of runs that were exported and are imported again', () => {
  test.each([
    ['JSON lines', 'out.jsonl', (of: RunExample[]) => [...writeJsonLines(table(of))].join(''), 40],
    ['Parquet', 'out.parquet', (of: RunExample[]) => writeParquet(table(of), parquetWriter), 12],
  ] as const)('%s: scores, answers, times and documents are the same', async (_, path, write, numRuns) => {
    await fc.assert(
      fc.asyncProperty(examples, async (of) => {
        const [back] = await readBack(path, await write(of))
        expect([back!.statedId, back!.name, back!.recipe]).toEqual(['r1', of[0]!.name, of[0]!.recipe])
        expect(carried(back!.examples as unknown as RunExample[])).toEqual(carried(of))
      }),
      { numRuns },
    )
  })
})
