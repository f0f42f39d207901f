import type { Ref } from 'react'
import { changeProfile } from '../../../shared/charts/change-profile.ts'
import { answerMeasures } from '../../../shared/domain/answer-measures.ts'
import { metricDefinition, retrievalMetrics } from '../../../shared/domain/metric.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { ComparedQueries, RunTally } from '../../../shared/domain/results.ts'
import { ChartMarks } from '../../ui/chart/chart-marks.tsx'
import { Select } from '../../ui/select.tsx'
import { barInAddress } from './brush.ts'
import { ChangeDistribution } from './change-distribution.tsx'
import styles from './compare-screen.module.css'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'
import { SectionHead } from './section-head.tsx'

interface ChangeRowsProps {
  ref: Ref<HTMLTableSectionElement>
  sides: readonly ComparedSide[]
  address: ReturnType<typeof useCompareSearch>
  first: ComparedQueries | undefined
  baselineLetter: string
}

/** On how many questions each run is better, equal and worse than the baseline. */
export function ChangeRows({ ref, sides, address, first, baselineLetter }: ChangeRowsProps) {
  return (
    <tbody ref={ref} className={styles.reachable}>
      <SectionHead
        title="Questions won and lost"
        columns={sides.length + 1}
        note={`against ${baselineLetter}, question by question`}
      >
        <span className={styles.key}>
          on
          <Select
            label="Measure that questions are compared on"
            value={address.metric}
            onChange={(metric) => address.change({ metric }, { replace: true })}
            options={measuresOf(sides).map((name) => [name, metricLabel(name)])}
          />
        </span>
      </SectionHead>
      <tr className={styles.changes}>
        <th scope="row">
          Wins, ties, losses
          <br />
          <span className={styles.quiet}>one bar per question, height = change</span>
        </th>
        {sides.map((side) => (
          <td key={side.run.runId} data-tally={side.letter}>
            <Tally side={side} tally={first?.tallies.find(({ runId }) => runId === side.run.runId)} />
          </td>
        ))}
      </tr>
      <tr className={styles.changes}>
        <th scope="row">
          How large the changes are
          <br />
          <span className={styles.quiet}>a bar lists its questions</span>
        </th>
        {sides.map((side) => {
          const tally = first?.tallies.find(({ runId }) => runId === side.run.runId)
          return (
            <td key={side.run.runId} data-distribution={side.letter}>
              {tally && tally.n > 0 && !side.isBaseline && (
                <ChangeDistribution
                  letter={side.letter}
                  tally={tally}
                  binWidth={first!.binWidth}
                  unit={metricDefinition(address.metric)?.unit ?? 'fraction'}
                  most={Math.max(...first!.tallies.flatMap(({ distribution }) => distribution))}
                  chosen={address.bar?.runId === side.run.runId ? address.bar.bar : null}
                  onChoose={(bar) =>
                    address.change(
                      {
                        bar: bar === null ? undefined : barInAddress({ runId: side.run.runId, bar }),
                        ...(bar !== null && { show: 'all' }),
                      },
                      { replace: true },
                    )
                  }
                />
              )}
            </td>
          )
        })}
      </tr>
    </tbody>
  )
}

/** What questions can be compared on: scores of answers that any run has, then everything of retrieval. */
function measuresOf(sides: readonly ComparedSide[]): string[] {
  const scored = [...new Set(sides.flatMap(({ scoredMetrics }) => scoredMetrics))]
  return [...answerMeasures(scored), ...retrievalMetrics.map(({ name }) => name)]
}

const profileWidth = 240
const profileHeight = 34

function Tally({ side, tally }: { side: ComparedSide; tally: RunTally | undefined }) {
  if (side.isBaseline) return <span className={styles.quiet}>{`${side.letter} is the reference.`}</span>
  if (side.notComparable) return <span className={styles.quiet}>– not comparable</span>
  if (!tally) return null
  if (tally.n === 0) return <span className={styles.quiet}>– no question has this score in both</span>
  const { wins, ties, losses, n } = tally
  const { marks } = changeProfile({ width: profileWidth, height: profileHeight, ...tally })
  return (
    <>
      <p className={styles.tally}>
        <span className={styles.good}>
          <b>{wins.toLocaleString('en-US')}</b> {wins === 1 ? 'win' : 'wins'}
        </span>
        <span>
          <b>{ties.toLocaleString('en-US')}</b> {ties === 1 ? 'tie' : 'ties'}
        </span>
        <span className={styles.bad}>
          <b>{losses.toLocaleString('en-US')}</b> {losses === 1 ? 'loss' : 'losses'}
        </span>
        <span className={styles.n}>{`n = ${n.toLocaleString('en-US')}`}</span>
      </p>
      <svg
        className={styles.profile}
        viewBox={`0 0 ${profileWidth} ${profileHeight}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <ChartMarks marks={marks} />
      </svg>
    </>
  )
}
