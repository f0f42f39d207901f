import { figureFormats } from '../../shared/charts/figure-formats.ts'
import type { Comparison } from '../../shared/domain/comparison.ts'
import { formatP } from '../../shared/domain/describe-verdict.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import { verdictWord } from '../../shared/domain/verdict-cells.ts'
import { plainTable } from './plain-table.ts'

const head = ['run', 'measure', 'verdict', 'difference', '95 % interval', 'shared', 'p', 'p by Holm', 'more needed']

/** What paired tests say of runs against a baseline, one line for each run and measure; empty without verdicts. */
export function verdictsTable(
  { metrics, runs }: Pick<Comparison, 'metrics' | 'runs'>,
  verdicts: readonly Verdict[],
): string {
  if (verdicts.length === 0) return ''
  const units = new Map(metrics.map(({ name, unit }) => [name, unit]))
  const places = new Map(runs.map(({ run }, place) => [run.runId, place]))
  const placeOf = ({ runId }: Verdict) => places.get(runId) ?? places.size
  const rows = verdicts
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((verdict) => {
      const { runId, metric, evidence } = verdict
      const place = [runId, metric, verdictWord(verdict)]
      if (!evidence) return [...place, '–', '–', '–', '–', '–', '–']
      const { change, interval } = figureFormats(units.get(metric) ?? 'fraction')
      const { value, ciLow, ciHigh, n, p, adjustedP, familySize, furtherExamples } = evidence
      return [
        ...[...place, change(value), interval(ciLow, ciHigh) || '–', String(n)],
        ...[formatP(p).replace(/^p /, ''), `${formatP(adjustedP).replace(/^p /, '')} of ${familySize}`],
        verdict.word !== 'notDecisive' || furtherExamples === null ? '–' : furtherExamples.toLocaleString('en-US'),
      ]
    })
  return plainTable(head, rows, 3)
}
