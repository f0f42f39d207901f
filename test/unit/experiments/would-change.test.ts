import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { volumeThreshold } from '../../../main/engine/experiments/ladder/volume-threshold.ts'
import type { GateVerdict } from '../../../shared/domain/gate.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { LadderQuestion, LadderReport } from '../../../shared/domain/ladder-report.ts'
import { type LadderWorkspace, ladderMetric as metric, openLadderWorkspace } from '../../support/ladder-workspace.ts'

const worthOfGain = { gain: 0.1, usdPer1kQueries: 5 }

describe('what would change the advice', () => {
  let workspace: LadderWorkspace

  beforeEach(async () => {
    workspace = await openLadderWorkspace()
  })
  afterEach(() => workspace[Symbol.asyncDispose]())

  const ask = async (question: LadderQuestion = {}): Promise<LadderReport> =>
    (await workspace.client.decisions.ladder({ metric, ...question }))!
  const verdictAt = async (question: LadderQuestion): Promise<GateVerdict> => (await ask(question)).steps[0]!.verdict
  const sentences = ({ wouldChange }: LadderReport) => wouldChange.map(({ sentence }) => sentence)
  /** The number that a sentence says after some words. */
  const said = (report: LadderReport, words: RegExp): number => {
    const found = sentences(report)
      .map((sentence) => words.exec(sentence)?.[1])
      .find((match) => match !== undefined)
    return Number(found?.replaceAll(',', ''))
  }

  test('a climb holds up to the least gain that is said, and no further', async () => {
    workspace.addRun('prompt', 'prompt', 0.5)
    workspace.addRun('rag', 'rag', 0.7)
    const report = await ask()
    const limit = said(
      report,
      /^If a gain had to reach ([\d.]+) to matter \(now 0.020\), the step to RAG would be open/,
    )
    expect(await verdictAt({ terms: { leastWorthwhileGain: limit - 0.001 } })).toBe('climb')
    expect(await verdictAt({ terms: { leastWorthwhileGain: limit + 0.001 } })).not.toBe('climb')
    expect(report.wouldChange[0]).toMatchObject({ kind: 'gate', rung: 'rag', runIds: ['prompt', 'rag'] })
  })

  test('a stay holds down to the least gain that is said', async () => {
    workspace.addRun('prompt', 'prompt', 0.7)
    workspace.addRun('rag', 'rag', 0.705)
    const limit = said(await ask(), /^If a gain of ([\d.]+) already mattered/)
    expect(await verdictAt({ terms: { leastWorthwhileGain: limit + 0.001 } })).toBe('stay')
    expect(await verdictAt({ terms: { leastWorthwhileGain: Math.max(0, limit - 0.001) } })).not.toBe('stay')
  })

  test('an undecided gate says how many questions more, and which least gain would settle it', async () => {
    workspace.addRun('prompt', 'prompt', 0.5, { spread: 0.6 })
    workspace.addRun('rag', 'rag', 0.53, { spread: 0.6 })
    const report = await ask()
    expect(report.steps[0]!.verdict).toBe('notDecisive')
    expect(sentences(report)[0]).toMatch(/^(About [\d,]+ more|More) labelled questions \(n = 240 now\) would/)
    const { climbsBelow, staysAbove } = report.steps[0]!
    expect(await verdictAt({ terms: { leastWorthwhileGain: staysAbove! + 1e-6 } })).toBe('stay')
    if (climbsBelow! > 0) {
      expect(await verdictAt({ terms: { leastWorthwhileGain: climbsBelow! - 1e-6 } })).toBe('climb')
    }
  })

  test('the gate that is nearest to turning comes first', async () => {
    workspace.addRun('prompt', 'prompt', 0.3)
    workspace.addRun('rag', 'rag', 0.7)
    workspace.addRun('finetune', 'tuned', 0.4)
    workspace.addRun('hybrid', 'hybrid', 0.73)
    const { wouldChange } = await ask()
    const margins = wouldChange.filter(({ kind }) => kind === 'gate').map(({ margin }) => margin!)
    expect(wouldChange[0]!.rung).toBe('hybrid')
    expect(margins).toEqual(margins.toSorted((a, b) => a - b))
  })

  test('with a worth of gain, the volume and the price that turn a gate are said', async () => {
    workspace.addRun('prompt', 'prompt', 0.5, { per1kUsd: 1 })
    workspace.addRun('rag', 'rag', 0.7, { per1kUsd: 2, setupUsd: 12_000 })
    const at = (queriesPerMonth: number) => ({ queriesPerMonth, terms: { worthOfGain } })
    const few = await ask(at(10_000))
    const open = said(few, /^Above about ([\d,]+) queries a month, the step to RAG would be open/)
    expect(await verdictAt(at(Math.round(open * 0.98)))).toBe('stay')
    expect(await verdictAt(at(Math.round(open * 1.02)))).not.toBe('stay')
    const many = await ask(at(1_000_000))
    const under = said(many, /^Below about ([\d,]+) queries a month, the step to RAG would be open/)
    expect(await verdictAt(at(Math.round(under * 1.02)))).toBe('climb')
    expect(await verdictAt(at(Math.round(under * 0.98)))).not.toBe('climb')

    const more = said(many, /^If RAG cost \$([\d.,]+) more per 1,000 queries, the step to it would be open/)
    const dearer = async (per1kUsd: number) => {
      const values = { 'costUsd.per1k': { value: per1kUsd, n: 240 }, 'costUsd.setup': { value: 12_000, n: 1 } }
      workspace.memory.ports.store.runs.setValues('rag' as RunId, new Map(Object.entries(values)))
      return verdictAt(at(1_000_000))
    }
    expect(await dearer(2 + more - 0.02)).toBe('climb')
    expect(await dearer(2 + more + 0.02)).not.toBe('climb')
  })

  test('says that no price helps a gain that is too small', async () => {
    workspace.addRun('prompt', 'prompt', 0.7, { per1kUsd: 1 })
    workspace.addRun('rag', 'rag', 0.4, { per1kUsd: 2 })
    expect(sentences(await ask({ terms: { worthOfGain } }))).toContain(
      'No price of RAG would make the step to it open again: even at $0.00 its gain is too small.',
    )
  })

  test('limits: which budget and which latency would let a rung in, and what rules out the present one', async () => {
    workspace.addRun('prompt', 'prompt', 0.5, { per1kUsd: 1, p95Ms: 400 })
    workspace.addRun('rag', 'rag', 0.7, { per1kUsd: 5, p95Ms: 900 })
    const budget = sentences(await ask({ queriesPerMonth: 10_000, terms: { maxMonthlyUsd: 15 } }))
    expect(budget).toContain(
      'Above about 15,000 queries a month, the best run of Prompt would break your budget of $15.00.',
    )
    expect(budget).toContain('A budget of $50.00 a month (now $15.00) would let RAG in.')
    const latency = sentences(await ask({ terms: { maxLatencyP95Ms: 600 } }))
    expect(latency).toContain('A p95 limit of 900 ms (now 600 ms) would let RAG in.')
    expect(latency).toContain('A p95 limit below 400 ms (now 600 ms) would rule out the best run of Prompt.')
  })

  test('without terms of cost, volumes say who is cheaper, and that no verdict hangs on it', async () => {
    workspace.addRun('prompt', 'prompt', 0.5, { per1kUsd: 4 })
    workspace.addRun('rag', 'rag', 0.7, { per1kUsd: 2, setupUsd: 1200 })
    const report = await ask({ queriesPerMonth: 10_000 })
    expect(sentences(report)).toContain(
      'Below about 50,000 queries a month, the best run of Prompt costs less than that of RAG.',
    )
    expect(sentences(report)).toContain(
      'No price and no volume turns a gate now: you have set neither a budget nor what a gain is worth.',
    )
    expect(sentences(report)).toContain('Hybrid is not in the advice until it has a finished run on these questions.')
    expect((await ask({ queriesPerMonth: 10_000 })).wouldChange).toEqual(report.wouldChange)
  })

  test('one rung alone: what is missing, and nothing about gates', async () => {
    workspace.addRun('rag', 'rag', 0.7)
    const { wouldChange } = await ask()
    expect(wouldChange.map(({ kind, rung }) => [kind, rung])).toEqual([
      ['evidence', 'prompt'],
      ['evidence', 'finetune'],
      ['evidence', 'hybrid'],
    ])
  })
})

test('the volume of a threshold is where the extra cost has moved by exactly that much', () => {
  const usd = fc.double({ min: -1000, max: 1000, noNaN: true })
  const volume = fc.integer({ min: 1, max: 1_000_000 })
  fc.assert(
    fc.property(usd, usd, volume, usd, (fixedUsd, per1kQueriesUsd, now, more) => {
      const found = volumeThreshold({ fixedUsd, per1kQueriesUsd }, now, more)
      if (found === null) return
      const extraAt = (queries: number) => per1kQueriesUsd + (1000 * fixedUsd) / queries
      const scale = Math.max(1, Math.abs(extraAt(found)), Math.abs(extraAt(now)))
      expect(Math.abs(extraAt(found) - extraAt(now) - more) / scale).toBeLessThan(1e-6)
    }),
  )
})
