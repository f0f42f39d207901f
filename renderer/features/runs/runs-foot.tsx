import { useMemo } from 'react'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { Button } from '../../ui/button.tsx'
import { isComparable, type RunRow } from './run-row.ts'
import styles from './runs.module.css'

interface RunsFootProps {
  runs: readonly RunRow[]
  total: number
  baseline: RunRow | null
  onUnpin: () => void
}

/** What the second lines of the table mean, and on how many questions it rests. */
export function RunsFoot({ runs, total, baseline, onUnpin }: RunsFootProps) {
  const shown = runs.length + (baseline ? 1 : 0)
  const { asked, scored, others } = useMemo(() => {
    const finished = [...runs, ...(baseline ? [baseline] : [])].filter((run) => run.status === 'finished')
    return {
      asked: rangeOf(finished.map((run) => run.queries)),
      scored: rangeOf(
        finished.flatMap((run) => [...run.figures].flatMap(([metric, { n }]) => (isScore(metric) ? [n] : []))),
      ),
      others: baseline ? runs.filter((run) => !isComparable(run, baseline)).length : 0,
    }
  }, [runs, baseline])
  return (
    <footer className={styles.foot}>
      {baseline ? (
        <>
          <span>
            Change against <b>{baseline.name}</b>, mean over the questions that both scored
          </span>
          <span>▲ ▼ filled better, △ ▽ hollow worse: decisive by Holm over all runs on these questions</span>
          {others > 0 && <span>{others.toLocaleString('en-US')} on other questions</span>}
          <Button variant="ghost" size="small" onClick={onUnpin}>
            Unpin
          </Button>
        </>
      ) : (
        <span>Second line: 95 % interval. B pins the run you are on as the baseline to compare with.</span>
      )}
      <span className={styles.footEnd}>
        {[
          ...(shown < total ? [`${shown.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} runs`] : []),
          ...(asked ? [`${asked} questions`] : []),
          ...(scored && scored !== asked ? [`scores rest on n = ${scored}`] : []),
        ].join(', ')}
      </span>
    </footer>
  )
}

function isScore(metric: string): boolean {
  const kind = metricDefinition(metric)?.kind
  return kind === 'mean' || kind === 'proportion'
}

/** `123`, or `123 to 225` where they differ. */
function rangeOf(counts: readonly number[]): string {
  if (counts.length === 0) return ''
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (const count of counts) {
    least = Math.min(least, count)
    most = Math.max(most, count)
  }
  return least === most ? `${least}` : `${least} to ${most}`
}
