import { formatFigure } from '../../../../shared/charts/format-figure.ts'
import { breakEven, volumeWords } from '../../../../shared/domain/break-even.ts'
import type { RungEvidence } from '../../../../shared/domain/gate.ts'
import type { AdviceChange, CostedRun, LadderReport, LadderStep } from '../../../../shared/domain/ladder-report.ts'
import type { Rung } from '../../../../shared/domain/rung.ts'
import { rungLabel } from '../../../../shared/domain/rung-label.ts'
import { countWords } from './ladder-words.ts'
import { volumeThreshold } from './volume-threshold.ts'

type Standing = Pick<LadderReport, 'rungs' | 'steps' | 'standOn' | 'runs' | 'terms' | 'queriesPerMonth'>

/** A best run with what it costs at any volume. */
type KnownCost = CostedRun & { readonly fixedUsd: number; readonly per1kQueriesUsd: number }

/**
 * What would change the advice, from the same evidence: the gates with the value at which each verdict turns, the nearest
 * first; then limits, volumes, and the rungs of which nothing is known. Changes nothing and draws nothing at random.
 */
export function wouldChange(standing: Standing): AdviceChange[] {
  const { rungs, steps, standOn, runs, terms, queriesPerMonth } = standing
  const bestOf = (rung: Rung) => runs.find((run) => run.rung === rung && run.isBestOfRung)
  const costOf = (rung: Rung): KnownCost | null => {
    const best = bestOf(rung)
    return best && best.fixedUsd !== null && best.per1kQueriesUsd !== null ? (best as KnownCost) : null
  }
  return [...gateChanges(), ...budgetChanges(), ...latencyChanges(), ...volumeChanges(), ...missingEvidence()]

  function gateChanges(): AdviceChange[] {
    return steps
      .flatMap((step) => {
        const margin = marginOf(step)
        return margin === null ? [] : [{ step, margin }]
      })
      .sort((a, b) => a.margin - b.margin)
      .flatMap(({ step, margin }) =>
        [...gateSentences(step), ...gateVolume(step)].map((sentence) => ({
          ...{ kind: 'gate' as const, rung: step.toRung, margin, sentence },
          runIds: [...step.bestRunIds.from, ...step.bestRunIds.to],
        })),
      )
  }

  function gateSentences(step: LadderStep): string[] {
    const { verdict, toRung, neededExamples, difference } = step
    const n = `n = ${difference!.n.toLocaleString('en-US')} now`
    const to = rungLabel[toRung]
    const more =
      verdict !== 'notDecisive'
        ? []
        : [
            neededExamples === null
              ? `More labelled questions (${n}) would not decide the step to ${to} soon; a better run of one of the two rungs could.`
              : `About ${countWords(neededExamples)} more labelled questions (${n}) would decide the step to ${to}.`,
          ]
    return [...more, ...(terms.worthOfGain === null ? gainSentence(step) : priceSentence(step))]
  }

  /** At which least gain the verdict turns. */
  function gainSentence({ verdict, toRung, climbsBelow, staysAbove, leastWorthwhileGain }: LadderStep): string[] {
    const to = rungLabel[toRung]
    const now = `now ${figure(leastWorthwhileGain)}`
    if (verdict === 'climb')
      return [
        `If a gain had to reach ${figure(climbsBelow!)} to matter (${now}), the step to ${to} would be open again.`,
      ]
    if (verdict === 'stay') {
      return staysAbove! > 0
        ? [`If a gain of ${figure(staysAbove!)} already mattered (${now}), the step to ${to} would be open again.`]
        : []
    }
    return climbsBelow! > 0
      ? [`If a gain of ${figure(climbsBelow!)} already mattered (${now}), the step to ${to} would be a climb.`]
      : [`If only a gain above ${figure(staysAbove!)} mattered (${now}), the step to ${to} would be a stay.`]
  }

  /** At which price the verdict turns; the least worthwhile gain takes no part where the user said what a gain is worth. */
  function priceSentence({ verdict, toRung, climbsBelow, staysAbove }: LadderStep): string[] {
    const to = rungLabel[toRung]
    const costs = rungs.find(({ rung }) => rung === toRung)?.costPer1kUsd ?? null
    const cheaper = (by: number, then: string) =>
      costs !== null && by > costs
        ? [`No price of ${to} would make the step to it ${then}: even at $0.00 its gain is too small.`]
        : [`If ${to} cost ${usd(by)} less per 1,000 queries, the step to it would be ${then}.`]
    if (verdict === 'climb')
      return [`If ${to} cost ${usd(climbsBelow!)} more per 1,000 queries, the step to it would be open again.`]
    return verdict === 'stay' ? cheaper(-staysAbove!, 'open again') : cheaper(-climbsBelow!, 'a climb')
  }

  /** At which volume the verdict turns, where costs count: what a month costs anyway weighs less on more queries. */
  function gateVolume(step: LadderStep): string[] {
    const [from, to] = [costOf(step.fromRung), costOf(step.toRung)]
    if (terms.worthOfGain === null || !from || !to || queriesPerMonth <= 0) return []
    const costs = {
      fixedUsd: to.fixedUsd - from.fixedUsd,
      per1kQueriesUsd: to.per1kQueriesUsd - from.per1kQueriesUsd,
    }
    const isStay = step.verdict === 'stay'
    const volume = volumeThreshold(costs, queriesPerMonth, isStay ? step.staysAbove! : step.climbsBelow!)
    if (volume === null) return []
    const then = step.verdict === 'notDecisive' ? 'be a climb' : 'be open again'
    const side = volume > queriesPerMonth ? 'Above' : 'Below'
    return [
      `${side} about ${volumeWords(volume)} queries a month, the step to ${rungLabel[step.toRung]} would ${then}.`,
    ]
  }

  function budgetChanges(): AdviceChange[] {
    const { maxMonthlyUsd: budget } = terms
    if (budget === null) return []
    const here = standOn && costOf(standOn)
    const volume = here && here.per1kQueriesUsd > 0 ? ((budget - here.fixedUsd) / here.per1kQueriesUsd) * 1000 : null
    return [
      ...(here && volume !== null && volume > 0
        ? [
            of(
              'budget',
              here.rung,
              [here.runId],
              `Above about ${volumeWords(volume)} queries a month, the best run of ${rungLabel[here.rung]} would break your budget of ${usd(budget)}.`,
            ),
          ]
        : []),
      ...letIn('overBudget', ({ monthlyUsd }) => monthlyUsd).map(({ rung, run, least }) =>
        of(
          'budget',
          rung,
          [run.runId],
          `A budget of ${usd(least)} a month (now ${usd(budget)}) would let ${rungLabel[rung]} in.`,
        ),
      ),
    ]
  }

  function latencyChanges(): AdviceChange[] {
    const { maxLatencyP95Ms: limit } = terms
    if (limit === null) return []
    const here = standOn ? bestOf(standOn) : undefined
    const ms = (value: number) => formatFigure(value, 'ms')
    return [
      ...(here?.latencyP95Ms
        ? [
            of(
              'latency',
              here.rung,
              [here.runId],
              `A p95 limit below ${ms(here.latencyP95Ms.value)} (now ${ms(limit)}) would rule out the best run of ${rungLabel[here.rung]}.`,
            ),
          ]
        : []),
      ...letIn('overLatency', ({ latencyP95Ms }) => latencyP95Ms?.value ?? null).map(({ rung, run, least }) =>
        of(
          'latency',
          rung,
          [run.runId],
          `A p95 limit of ${ms(least)} (now ${ms(limit)}) would let ${rungLabel[rung]} in.`,
        ),
      ),
    ]
  }

  /** Rungs that a limit leaves without a run, with the run that breaks it least. */
  function letIn(missing: RungEvidence['missing'], figureOf: (run: CostedRun) => number | null) {
    return rungs.flatMap((evidence) => {
      if (evidence.missing !== missing) return []
      let best: { rung: Rung; run: CostedRun; least: number } | null = null
      for (const run of runs) {
        const value = run.rung === evidence.rung && run.quality !== null ? figureOf(run) : null
        if (value !== null && (best === null || value < best.least)) best = { rung: evidence.rung, run, least: value }
      }
      return best === null ? [] : [best]
    })
  }

  /** Where cost is no term of a gate, a volume changes only which rung is the cheaper. */
  function volumeChanges(): AdviceChange[] {
    const here = standOn && costOf(standOn)
    if (!here || terms.worthOfGain !== null) return []
    const crossings = rungs.flatMap(({ rung }) => {
      const other = rung === here.rung ? null : costOf(rung)
      const found = other && breakEven(other, here)
      if (!found || !('queriesPerMonth' in found)) return []
      const side = found.kind === 'above' ? 'Above' : 'Below'
      return [
        of(
          'volume',
          rung,
          [other.runId, here.runId],
          `${side} about ${volumeWords(found.queriesPerMonth)} queries a month, the best run of ${rungLabel[rung]} costs less than that of ${rungLabel[here.rung]}.`,
        ),
      ]
    })
    if (terms.maxMonthlyUsd !== null) return crossings
    const present = rungs.filter(({ best }) => best !== null).length
    return present < 2
      ? crossings
      : [
          ...crossings,
          of(
            'price',
            here.rung,
            [],
            'No price and no volume turns a gate now: you have set neither a budget nor what a gain is worth.',
          ),
        ]
  }

  function missingEvidence(): AdviceChange[] {
    const words: Partial<Record<NonNullable<RungEvidence['missing']>, string>> = {
      noRuns: 'a finished run on these questions',
      notScored: 'a run that is scored by this measure',
      latencyUnknown: 'a run whose latency is known',
      costUnknown: 'a run whose cost is known',
    }
    return rungs.flatMap(({ rung, missing, runIds }) => {
      const what = missing === null ? undefined : words[missing]
      return what === undefined
        ? []
        : [of('evidence', rung, runIds.slice(-2), `${rungLabel[rung]} is not in the advice until it has ${what}.`)]
    })
  }
}

/**
 * How far the end of the interval that decides is from where the verdict turns, in halves of the interval's width: the
 * smaller, the nearer. Null without evidence.
 */
function marginOf({ verdict, difference, netValue, climbsBelow, staysAbove, leastWorthwhileGain }: LadderStep) {
  const tested = netValue ?? difference
  if (verdict === 'evidenceMissing' || tested === null || climbsBelow === null || staysAbove === null) return null
  const limit = netValue === null ? leastWorthwhileGain : 0
  const distance =
    verdict === 'climb'
      ? climbsBelow - limit
      : verdict === 'stay'
        ? limit - staysAbove
        : Math.min(limit - climbsBelow, staysAbove - limit)
  const half = (tested.high - tested.low) / 2
  return half > 0 ? distance / half : distance > 0 ? Number.MAX_VALUE : 0
}

function of(kind: AdviceChange['kind'], rung: Rung, runIds: AdviceChange['runIds'], sentence: string): AdviceChange {
  return { kind, rung, runIds, margin: null, sentence }
}

function figure(value: number): string {
  return formatFigure(value, 'fraction')
}

function usd(value: number): string {
  return formatFigure(value, 'usd')
}
