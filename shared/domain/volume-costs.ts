import { breakEven, type CostLine, monthlyUsdAt, volumeWords } from './break-even.ts'
import type { CostedRun } from './ladder-report.ts'
import { Rung } from './rung.ts'
import { rungLabel } from './rung-label.ts'

/** A run whose cost is known at every volume. */
export type KnownCost = CostedRun & CostLine

/** What the best run of each rung costs a month, whatever the volume. */
export interface VolumeCosts {
  /** The lowest rung first, as everywhere here. */
  readonly lines: readonly {
    readonly name: string
    readonly rung: Rung
    readonly rungLabel: string
    /** Null where the cost is not known. */
    readonly usdAt: ((queriesPerMonth: number) => number) | null
  }[]
  readonly known: readonly KnownCost[]
  readonly unknown: readonly CostedRun[]
  /** Where two of the known lines meet, by the labels of their rungs. */
  readonly crossings: readonly {
    readonly between: readonly [string, string]
    readonly queriesPerMonth: number
    readonly monthlyUsd: number
  }[]
  /** Whether some line is above $0: without one there is nothing to draw. */
  readonly hasCost: boolean
}

export function hasKnownCost(run: CostedRun): run is KnownCost {
  return run.fixedUsd !== null && run.per1kQueriesUsd !== null
}

/** Whether every run costs $0 at every volume; not where something is unknown. */
export function isEveryRunFree(runs: readonly CostedRun[]): boolean {
  return runs.every((run) => hasKnownCost(run) && isFree(run))
}

/** The best runs' costs as lines over the volume, and where they meet. */
export function volumeCosts(runs: readonly CostedRun[]): VolumeCosts {
  const best = Rung.options.flatMap((rung) => runs.filter((run) => run.isBestOfRung && run.rung === rung))
  const known = best.filter(hasKnownCost)
  const lines = best.map((run) => ({
    ...{ name: run.name, rung: run.rung, rungLabel: rungLabel[run.rung] },
    usdAt: hasKnownCost(run) ? (queriesPerMonth: number) => monthlyUsdAt(run, queriesPerMonth) : null,
  }))
  const crossings = known.flatMap((first, index) =>
    known.slice(index + 1).flatMap((second) => {
      const found = breakEven(first, second)
      if (found.kind !== 'above' && found.kind !== 'below') return []
      const { queriesPerMonth } = found
      const between = [rungLabel[first.rung], rungLabel[second.rung]] as const
      return [{ between, queriesPerMonth, monthlyUsd: monthlyUsdAt(first, queriesPerMonth) }]
    }),
  )
  const unknown = best.filter((run) => !hasKnownCost(run))
  return { lines, known, unknown, crossings, hasCost: known.some((run) => !isFree(run)) }
}

/**
 * Which of the best runs is the cheaper from where on: first every two whose lines meet, then that of `here`, or of the
 * lowest rung without it, against those that it never meets.
 */
export function breakEvenSentences({ known }: VolumeCosts, here: Rung | null): string[] {
  const meeting = known.flatMap((first, index) =>
    known.slice(index + 1).flatMap((second) => {
      const { kind } = breakEven(first, second)
      if (kind === 'above') return [breakEvenSentence(first, second)]
      return kind === 'below' ? [breakEvenSentence(second, first)] : []
    }),
  )
  const base = known.find(({ rung }) => rung === here) ?? known[0]
  if (!base) return meeting
  const those = (asked: 'always' | 'never' | 'same') =>
    known.filter((run) => run !== base && breakEven(run, base).kind === asked)
  const [cheaper, dearer, same] = [those('always'), those('never'), those('same')]
  const label = rungLabel[base.rung]
  return [
    ...meeting,
    ...(cheaper.length > 0 ? [`${rungNames(cheaper)} ${costVerb(cheaper)} less than ${label} at every volume.`] : []),
    ...(dearer.length > 0 ? [`${label} costs less than ${rungNames(dearer)} at every volume.`] : []),
    ...(same.length > 0 ? [`${rungNames([base, ...same])} cost the same at every volume.`] : []),
  ]
}

/** When the first of two runs costs less than the second. They are named by their rungs, or by their names on one rung. */
export function breakEvenSentence(first: KnownCost, second: KnownCost): string {
  const found = breakEven(first, second)
  const [one, other] =
    first.rung === second.rung
      ? [first.name, second.name].map((name) => `“${name}”`)
      : [rungLabel[first.rung], rungLabel[second.rung]]
  switch (found.kind) {
    case 'same':
      return `${one} and ${other} cost the same at every volume.`
    case 'always':
      return `${one} costs less than ${other} at every volume.`
    case 'never':
      return `${other} costs less than ${one} at every volume.`
    case 'above':
    case 'below':
      return `${one} costs less than ${other} ${found.kind} about ${volumeWords(found.queriesPerMonth)} queries a month.`
  }
}

/** What a chart of the lines cannot show: costs that are unknown, or that nothing costs anything. */
export function volumeNotes(costs: VolumeCosts, runs: readonly CostedRun[]): string[] {
  const { known, unknown, hasCost } = costs
  if (isEveryRunFree(runs)) return ['Every run costs $0.00 at every volume, so cost cannot tell them apart.']
  return [
    ...(known.length > 0 && !hasCost ? [`${rungNames(known)} ${costVerb(known)} $0.00 at every volume.`] : []),
    ...(unknown.length > 0 ? [`Cost of ${rungNames(unknown)} not known${hasCost ? ': no line' : ''}.`] : []),
  ]
}

function isFree({ fixedUsd, per1kQueriesUsd }: CostLine): boolean {
  return fixedUsd === 0 && per1kQueriesUsd === 0
}

function costVerb(runs: readonly CostedRun[]): string {
  return runs.length === 1 ? 'costs' : 'cost'
}

function rungNames(runs: readonly CostedRun[]): string {
  const names = runs.map(({ rung }) => rungLabel[rung])
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
