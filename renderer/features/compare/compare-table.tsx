import { memo, useCallback, useRef } from 'react'
import { useGrowingCount } from '../../ui/use-growing-count.ts'
import { ChangeRows } from './change-rows.tsx'
import styles from './compare-screen.module.css'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'
import { FieldRows } from './field-rows.tsx'
import { MetricRows } from './metric-rows.tsx'
import { PairwiseRows } from './pairwise-rows.tsx'
import { QuestionRows } from './question-rows.tsx'
import { RunHeads } from './run-heads.tsx'
import { SliceRows } from './slice-rows.tsx'
import { useComparedQuestions } from './use-compared-questions.ts'

interface CompareTableProps {
  sides: readonly ComparedSide[]
  metrics: readonly string[]
  address: ReturnType<typeof useCompareSearch>
  loading: boolean
  onRemove: (runId: string) => void
}

/** Runs as columns: what differs in their recipes, their figures, and their questions, the worst change first. */
export const CompareTable = memo(Table)

function Table({ sides, metrics, address, loading, onRemove }: CompareTableProps) {
  const { change } = address
  const baseline = sides.find(({ isBaseline }) => isBaseline)!
  const letter = baseline.letter
  const changes = useRef<HTMLTableSectionElement>(null)
  const showMetric = useCallback(
    (metric: string) => {
      change({ metric }, { replace: true })
      changes.current?.scrollIntoView({ block: 'nearest' })
    },
    [change],
  )
  const questions = useComparedQuestions(sides, address)
  // What stands below the fold is drawn in the frames after the first.
  const parts = useGrowingCount(5, 0, 1)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={styles.scroller} tabIndex={0} aria-label="Comparison">
      <table className={styles.table}>
        <colgroup>
          <col className={styles.labelColumn} />
          {sides.map(({ run }) => (
            <col key={run.runId} />
          ))}
        </colgroup>
        <RunHeads
          sides={sides}
          baselineLetter={letter}
          onBaseline={(runId) => change({ baseline: runId, against: undefined }, { replace: true })}
          onRemove={onRemove}
        />
        <FieldRows
          sides={sides}
          baselineLetter={letter}
          all={address.allFields}
          onAll={(all) => change({ fields: all ? 'all' : undefined }, { replace: true })}
        />
        {parts > 0 && (
          <MetricRows sides={sides} metrics={metrics} baselineLetter={letter} loading={loading} onMetric={showMetric} />
        )}
        {sides.length > 1 && (
          <>
            {parts > 1 && <PairwiseRows sides={sides} baselineLetter={letter} />}
            {parts > 2 && (
              <ChangeRows
                ref={changes}
                sides={sides}
                address={address}
                first={questions.first}
                baselineLetter={letter}
              />
            )}
            {parts > 3 && <SliceRows sides={sides} address={address} />}
            {parts > 4 && <QuestionRows sides={sides} address={address} questions={questions} />}
          </>
        )}
      </table>
    </section>
  )
}
