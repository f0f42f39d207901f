import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { type CheckpointMetric, pickCheckpoint } from '../../../shared/domain/pick-checkpoint.ts'
import { tunedGeneration } from '../../../shared/domain/tuned-generation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import styles from './checkpoint-card.module.css'
import shared from './finetunes.module.css'
import { type CheckpointScore, useCheckpointScores } from './use-checkpoint-scores.ts'

interface CheckpointCardProps {
  job: FineTuneJob
  /** The eval set with the splits of the data that it was trained on; null when there is none. */
  evalSet: string | null
  /** Without documents nothing is retrieved, so only the rung finetune is offered. */
  hasDocuments: boolean
}

/** The models that a job kept, the best by a validation metric picked; each can be measured and used. */
export function CheckpointCard({ job, evalSet, hasDocuments }: CheckpointCardProps) {
  const navigate = useNavigate()
  const [metric, setMetric] = useState<CheckpointMetric | 'measured'>('validLoss')
  const [own, setOwn] = useState<string | null>(null)
  const scores = useCheckpointScores(job, evalSet)
  const scoreOf = ({ checkpointId }: { checkpointId: string }) => scores.get(checkpointId)?.value ?? -1
  const best =
    metric !== 'measured'
      ? pickCheckpoint(job.checkpoints, metric)
      : (job.checkpoints
          .filter(({ checkpointId }) => scores.has(checkpointId))
          .toSorted((a, b) => scoreOf(b) - scoreOf(a) || a.step - b.step)[0] ?? null)
  const chosen = job.checkpoints.find(({ checkpointId }) => checkpointId === own) ?? best ?? job.checkpoints.at(-1)
  const askable = job.checkpoints.filter(({ model }) => model !== null)
  const used = chosen && tunedGeneration(job, chosen.checkpointId) ? chosen.checkpointId : null
  const on = { ...(evalSet === null ? {} : { evalSet }), ...(hasDocuments ? {} : { rung: 'finetune' as const }) }
  return (
    <Card
      title="Checkpoints"
      end={
        <Segmented
          label="Picked by"
          value={metric}
          onChange={(next) => {
            setMetric(next)
            setOwn(null)
          }}
          options={[
            ['validLoss', 'Loss'],
            ['validAccuracy', 'Accuracy'],
            ...(scores.size > 0 ? [['measured', 'Measured'] as const] : []),
          ]}
        />
      }
    >
      <div className={shared.cardBody}>
        {best && (
          <p className={shared.quiet}>
            The best is picked by {pickedBy[metric]}.
            {metric === 'measured' &&
              isCloseCall(best.checkpointId, scores) &&
              ' The 95 % interval of another holds its score: that may be chance.'}
          </p>
        )}
        {job.checkpoints.length === 0 && <p className={shared.quiet}>No checkpoint is kept yet.</p>}
        {job.checkpoints.map((checkpoint, index) => (
          <label key={checkpoint.checkpointId} className={styles.checkpoint}>
            <input
              type="radio"
              name="checkpoint"
              checked={chosen?.checkpointId === checkpoint.checkpointId}
              onChange={() => setOwn(checkpoint.checkpointId)}
            />
            <span>
              <strong>c{index + 1}</strong> step {checkpoint.step.toLocaleString('en-US')}
              {best === checkpoint && ', best'}
              <br />
              <span className={shared.quiet}>
                valid loss {figure(checkpoint.validLoss)}, accuracy {figure(checkpoint.validAccuracy)}
                {checkpoint.model === null && ', only files: it cannot be asked'}
              </span>
            </span>
            <Measured score={scores.get(checkpoint.checkpointId)} />
          </label>
        ))}
        {(used !== null || askable.length > 0 || job.tunedModel !== null) && (
          <div className={shared.buttons}>
            {used !== null && (
              <Button
                variant="primary"
                size="small"
                onClick={() =>
                  void navigate({
                    to: '/new',
                    search: { ...on, split: 'test', tuned: job.fineTuneJobId, checkpoint: used },
                  })
                }
              >
                Use c{job.checkpoints.findIndex(({ checkpointId }) => checkpointId === used) + 1} in a run
              </Button>
            )}
            {job.tunedModel !== null && (
              <Button
                size="small"
                onClick={() =>
                  void navigate({ to: '/new', search: { ...on, split: 'test', tuned: job.fineTuneJobId } })
                }
              >
                Use the last model in a run
              </Button>
            )}
            {askable.length > 0 && (
              <Button
                size="small"
                onClick={() =>
                  void navigate({
                    to: '/new',
                    search: { ...on, split: 'validation', tuned: job.fineTuneJobId, checkpoint: 'all' },
                  })
                }
              >
                Measure all on the validation split
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  )
}

const pickedBy: Readonly<Record<CheckpointMetric | 'measured', string>> = {
  validLoss: 'lowest validation loss',
  validAccuracy: 'highest validation accuracy',
  measured: 'highest exact match, validation split',
}

/** Whether another checkpoint may be as good as the best. */
function isCloseCall(best: string, scores: ReadonlyMap<string, CheckpointScore>): boolean {
  const top = scores.get(best)?.value ?? 0
  return [...scores].some(([checkpointId, { ciHigh }]) => checkpointId !== best && ciHigh !== null && ciHigh >= top)
}

function Measured({ score }: { score: CheckpointScore | undefined }) {
  if (!score) return <span className={`${shared.quiet} ${styles.score}`}>not measured</span>
  return (
    <Link className={styles.score} to="/runs/$runId" params={{ runId: score.runId }}>
      {`${formatFigure(score.value, 'fraction')} exact match, n = ${score.n}`}
      {score.ciLow !== null && (
        <span className={styles.interval} title="95 % interval">
          {formatInterval(score.ciLow, score.ciHigh, 'fraction')}
        </span>
      )}
    </Link>
  )
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}
