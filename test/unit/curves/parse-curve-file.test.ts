import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurveFile } from '../../../main/engine/curves/parse-curve-file.ts'
import { readCurvePoints } from '../../../main/engine/curves/read-curve-points.ts'
import { readLogRow } from '../../../main/engine/curves/read-log-row.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import { readCurve } from '../../../shared/domain/read-curve.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'

type Series = Record<string, [number, number | null][]>

interface Expected {
  same_as?: string
  error?: string
  rows?: number
  incomplete_rows?: number
  skipped_lines?: number[]
  series?: Series
  series_by_step?: Series
  series_one_per_step?: Series
  final?: { step?: number; train_loss_mean?: number | null; train_runtime?: number } | null
  best?: { step: number; metric: number }
  summary?: {
    verdict_by_construction: string
    min_eval: [number, number]
    last_finite_eval: [number, number]
    train_nan_steps: number[]
    eval_nan_steps: number[]
  }
}

const folder = new URL('../../fixtures/reference/curves/', import.meta.url)
const { files } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  files: Record<string, Expected>
}
const read = (name: string) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') })
const good = Object.entries(files).filter(([, { error }]) => error === undefined)

function problemOf(file: { name: string; text: string }): unknown {
  try {
    parseCurveFile(file)
    return null
  } catch (error) {
    return error instanceof AppError ? error.details.problem : error
  }
}

function seriesOf(points: readonly TrainingPoint[], loss: 'trainLoss' | 'validLoss'): [number, number | null][] {
  return points
    .filter((point) => point[loss] !== null || point.notFinite?.includes(loss))
    .map((point) => [point.step, point[loss]])
}

describe('curve files', () => {
  it('have an expectation each', () => {
    const names = readdirSync(folder).filter((name) => name !== 'README.md' && name !== 'expected.json')
    expect(names.toSorted()).toEqual(Object.keys(files).toSorted())
  })

  it.each(good)('%s: every series, row and final value is exactly as printed', (name, given) => {
    const expected = given.same_as ? files[given.same_as]! : given
    const parsed = parseCurveFile(read(name))
    for (const [key, values] of Object.entries(expected.series ?? {})) expect(parsed.series[key], key).toEqual(values)
    const bySteps = expected.series_by_step ?? expected.series_one_per_step
    if (bySteps) {
      expect(seriesOf(parsed.points, 'trainLoss')).toEqual(bySteps.train_loss)
      if (bySteps.eval_loss) expect(seriesOf(parsed.points, 'validLoss')).toEqual(bySteps.eval_loss)
    }
    if (expected.rows !== undefined) expect(parsed.points).toHaveLength(expected.rows)
    expect(parsed.incompleteRows).toBe(expected.incomplete_rows ?? 0)
    expect(parsed.skippedLines).toEqual(expected.skipped_lines ?? [])
    if (expected.final === null) expect(parsed.final).toBeNull()
    if (expected.final?.train_loss_mean !== undefined) {
      expect(parsed.final?.trainLossMean).toBe(expected.final.train_loss_mean)
    }
    if (expected.final?.train_runtime !== undefined) {
      expect(parsed.final?.runtimeSeconds).toBe(expected.final.train_runtime)
    }
    if (expected.best) expect(parsed.best).toEqual(expected.best)
  })

  it.each(Object.entries(files).filter(([, { error }]) => error))('%s: is refused by name', (name, { error }) => {
    expect(problemOf(read(name))).toBe(error)
    expect(readCurvePoints(read(name))).toEqual([])
  })

  it.each(good.filter(([, { summary }]) => summary))('%s: is judged as it was built', (name, { summary }) => {
    const { flags, bestValidation, lastValidation, stopping } = readCurve(parseCurveFile(read(name)).points)
    const verdict = summary!.verdict_by_construction
    const said = flags.map(({ kind }) => kind).filter((kind) => kind !== 'tooFewPoints')
    expect(said).toEqual(
      verdict.startsWith('healthy')
        ? []
        : verdict.startsWith('overfitting')
          ? ['overfitting']
          : verdict.startsWith('not converged')
            ? ['notConverged']
            : ['divergence'],
    )
    expect(flags.filter(({ kind }) => kind === 'tooFewPoints')).toEqual([])
    expect([bestValidation?.step, bestValidation?.loss]).toEqual(summary!.min_eval)
    expect([lastValidation?.step, lastValidation?.loss]).toEqual(summary!.last_finite_eval)
    const [first] = flags
    if (first?.kind === 'overfitting') {
      expect(first).toMatchObject({ sinceStep: summary!.min_eval[0], fromLoss: summary!.min_eval[1] })
      expect(stopping?.keepStep).toBe(summary!.min_eval[0])
      expect(stopping?.stopStep).toBeGreaterThan(summary!.min_eval[0])
    } else if (first?.kind === 'divergence') {
      const broken = Math.min(...summary!.train_nan_steps, ...summary!.eval_nan_steps)
      expect(first).toMatchObject({ step: broken, reason: 'notFinite', lastGoodStep: summary!.min_eval[0] })
    } else expect(stopping).toBeNull()
  })

  it('without enough points say what cannot be told', () => {
    const kinds = (name: string) => readCurve(parseCurveFile(read(name)).points).flags.map((flag) => flag.kind)
    expect(kinds('trainer_state_variant_no_eval.json')).toEqual(['tooFewPoints', 'noValidation'])
    expect(kinds('openai_variant_crlf_bom.csv')).toEqual(['tooFewPoints', 'tooFewPoints'])
    expect(kinds('openai_variant_header_only.csv')).toEqual(['tooFewPoints', 'noValidation'])
  })

  it('say when a log ends out of memory, has no steps, or is cut off', () => {
    const [first, second] = ['stdout_variant_no_rows.log', 'openai_variant_truncated.csv'].map(
      (name) => parseCurveFile(read(name)).warnings,
    )
    expect(first).toEqual([expect.stringContaining('no steps yet'), expect.stringContaining('out of memory')])
    expect(second).toEqual([expect.stringContaining('1 incomplete row')])
  })

  it('are read by their content when the name tells nothing', () => {
    for (const [name, { same_as }] of good) {
      const given = read(name)
      expect(parseCurveFile({ name: 'download', text: given.text }).series, name).toEqual(
        parseCurveFile(same_as ? read(same_as) : given).series,
      )
    }
  })
})

describe('rows of a log', () => {
  const figure = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())

  it('give back every number that Python or JSON prints', () => {
    const names = fc.stringMatching(/^[a-z_]{1,12}$/)
    fc.assert(
      fc.property(fc.dictionary(names, figure, { minKeys: 1, maxKeys: 6, noNullPrototype: true }), (values) => {
        const entries = Object.entries(values)
        const python = `{${entries.map(([name, value]) => `'${name}': ${value}`).join(', ')}}`
        for (const text of [python, JSON.stringify(values)]) {
          expect(Object.fromEntries(readLogRow(text)!)).toEqual(JSON.parse(JSON.stringify(values)))
        }
      }),
    )
  })

  it('are never anything but flat plain values', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const row = readLogRow(`{'loss': ${text}}`)
        if (row) expect([...row.values()].every((value) => value === null || Number.isFinite(value))).toBe(true)
      }),
    )
    expect(readLogRow("{'loss': f(1)}")).toBeNull()
    expect(readLogRow("{'loss': 1.5, 'a': {'b': 1}}")).toBeNull()
  })
})
