import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { type CurveSeries, curveChart } from '../../../shared/charts/curve-chart.ts'
import { describeCurveFlag, describeStopping } from '../../../shared/domain/describe-curve-flag.ts'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { readCurve } from '../../../shared/domain/read-curve.ts'
import { smoothSeries } from '../../../shared/domain/smooth-series.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { Card } from '../../ui/card.tsx'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './curve-card.module.css'
import shared from './finetunes.module.css'

type Measure = 'loss' | 'accuracy'

const dashes = ['6 3', '2 3', '8 3 2 3', '1 4']
/** More lines than these cannot be told apart. */
const mostOverlaid = 4

interface CurveCardProps {
  job: FineTuneJob
  points: readonly TrainingPoint[]
  /** Other jobs that can be laid over it. */
  others: readonly FineTuneJob[]
}

/** Loss or accuracy by step with what it shows in sentences; other jobs on demand. */
export function CurveCard({ job, points, others }: CurveCardProps) {
  const { query } = useEngine()
  const [measure, setMeasure] = useState<Measure>('loss')
  const [smoothing, setSmoothing] = useState(0.6)
  const [overlaid, setOverlaid] = useState<readonly string[]>([])
  const laidOver = others.filter(({ fineTuneJobId }) => overlaid.includes(fineTuneJobId))
  const loaded = useQueries({
    queries: laidOver.map(({ fineTuneJobId }) => query.fineTunes.points.queryOptions({ input: { fineTuneJobId } })),
    combine: (results) => results.map(({ data }) => data ?? noPoints),
  })
  const reading = useMemo(() => readCurve(points), [points])
  const names = laidOver.map(({ name }) => name).join('\n')
  const draw = useCallback(
    (width: number) =>
      curveChart({
        ...{ width, height: 300, yName: measure === 'loss' ? 'loss' : 'accuracy, share of tokens' },
        series: [
          ...loaded.flatMap((other, index) =>
            seriesOf(other, measure, smoothing, names.split('\n')[index]!, 'muted', dashes[index % dashes.length]),
          ),
          ...seriesOf(points, measure, smoothing, '', 'data'),
        ],
        marks: job.checkpoints.map(({ step }, index) => ({ x: step, label: `c${index + 1}` })),
      }),
    [points, loaded, names, measure, smoothing, job.checkpoints],
  )
  const advice = describeStopping(reading)
  // What still trains has not converged yet, of course.
  const hasEnded = job.status === 'succeeded' || job.status === 'failed' || job.status === 'cancelled'
  const flags = reading.flags.filter(({ kind }) => hasEnded || kind !== 'notConverged')
  if (points.length === 0) {
    return (
      <Card title="Loss">
        <p className={`${shared.cardBody} ${shared.quiet}`} id="curve">
          {hasEnded ? 'No step of this job was measured.' : 'No step is measured yet; the curve grows while it trains.'}
        </p>
      </Card>
    )
  }
  return (
    <div className={shared.stack} id="curve">
      {flags.map((flag) => (
        <Notice
          key={JSON.stringify(flag)}
          kind={flag.kind === 'overfitting' || flag.kind === 'divergence' ? 'warning' : 'info'}
        >
          {describeCurveFlag(flag)}
          {advice && (flag.kind === 'overfitting' || flag.kind === 'divergence') && ` ${advice}`}
        </Notice>
      ))}
      <ChartCard
        title={measure === 'loss' ? 'Loss' : 'Accuracy'}
        note={`${points.length.toLocaleString('en-US')} steps measured, last ${points.at(-1)!.step.toLocaleString('en-US')}${points.length > mostDrawn ? '; drawn by the lowest and highest of each stretch' : ''}`}
        end={
          <Segmented
            label="Measure"
            value={measure}
            onChange={setMeasure}
            options={[
              ['loss', 'Loss'],
              ['accuracy', 'Accuracy'],
            ]}
          />
        }
        draw={draw}
      />
      <div className={styles.curveControls}>
        <label>
          Smoothing {smoothing.toFixed(2)}
          <input
            type="range"
            min={0}
            max={0.95}
            step={0.05}
            value={smoothing}
            onChange={(event) => setSmoothing(Number(event.target.value))}
          />
        </label>
        {others.length > 0 && (
          <fieldset>
            <legend>Laid over it</legend>
            {others.map(({ fineTuneJobId, name }) => (
              <label key={fineTuneJobId}>
                <input
                  type="checkbox"
                  checked={overlaid.includes(fineTuneJobId)}
                  disabled={!overlaid.includes(fineTuneJobId) && overlaid.length >= mostOverlaid}
                  onChange={(event) =>
                    setOverlaid(
                      event.target.checked
                        ? [...overlaid, fineTuneJobId]
                        : overlaid.filter((other) => other !== fineTuneJobId),
                    )
                  }
                />
                {name}
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </div>
  )
}

const noPoints: readonly TrainingPoint[] = []

/** A line of more points than this looks the same as one of so many, and takes seconds to draw. */
const mostDrawn = 2000

function seriesOf(
  points: readonly TrainingPoint[],
  measure: Measure,
  smoothing: number,
  name: string,
  tone: 'data' | 'muted',
  dash?: string,
): CurveSeries[] {
  const [train, valid] =
    measure === 'loss' ? (['trainLoss', 'validLoss'] as const) : (['trainAccuracy', 'validAccuracy'] as const)
  const label = (what: string) => (name === '' ? what : `${name} ${what}`)
  const raw = points.map((point) => ({ x: point.step, value: point[train] }))
  const smooth = smoothSeries(
    raw.map(({ value }) => value),
    smoothing,
  )
  const line = dash ? { dash } : {}
  return [
    ...(smoothing > 0 && name === '' ? [{ label: label('train'), tone, faint: true, points: drawable(raw) }] : []),
    {
      ...{ label: label('train'), tone, ...line },
      points: drawable(raw.map(({ x }, index) => ({ x, value: smooth[index]! }))),
    },
    {
      ...{ label: label('valid'), tone: name === '' ? 'text' : tone, dots: true, ...line },
      points: drawable(points.map((point) => ({ x: point.step, value: point[valid] }))),
    },
  ]
}

/** Of each stretch of a long line its lowest and its highest point, so that no spike is lost, and the last one. */
function drawable(points: CurveSeries['points']): CurveSeries['points'] {
  const measured = points.filter(({ value }) => value !== null && Number.isFinite(value))
  if (measured.length <= mostDrawn) return points
  const length = Math.ceil((2 * measured.length) / mostDrawn)
  const kept = Array.from({ length: Math.ceil(measured.length / length) }, (_, at) => {
    const stretch = measured.slice(at * length, (at + 1) * length).toSorted((a, b) => a.value! - b.value!)
    return [stretch[0]!, stretch.at(-1)!].toSorted((a, b) => a.x - b.x)
  })
  return [...kept.flat(), measured.at(-1)!]
}
