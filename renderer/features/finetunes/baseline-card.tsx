import { Link, useNavigate } from '@tanstack/react-router'
import { isLocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './finetunes.module.css'
import type { Baselines } from './use-baselines.ts'

interface BaselineCardProps {
  baselines: Baselines
  hasEvalSet: boolean
  baseModel: string
  trainer: TrainerSettings | null
}

/** Whether the un-tuned model was measured, and the way to it: without it nobody can say what tuning gained. */
export function BaselineCard({ baselines, hasEvalSet, baseModel, trainer }: BaselineCardProps) {
  const navigate = useNavigate()
  const { evalSet, runs, missing } = baselines
  return (
    <Card title="Before training" note="the un-tuned model on the test split">
      <div className={styles.cardBody}>
        {!hasEvalSet && (
          <p>No eval set holds the splits of this data yet, so nothing can be measured before or after.</p>
        )}
        {runs.map(({ runId, name, shots }) => (
          <p key={runId}>
            <Pill kind="good">{shots}</Pill>{' '}
            <Link to="/runs/$runId" params={{ runId }}>
              {name}
            </Link>
          </p>
        ))}
        {hasEvalSet &&
          missing.map((shots) => (
            <p key={shots} className={styles.buttons}>
              <Pill kind="warning">{`${shots} missing`}</Pill>
              <Button
                size="small"
                disabled={evalSet === null || baseModel === ''}
                onClick={() =>
                  void navigate({
                    to: '/new',
                    search: {
                      ...(evalSet === null ? {} : { evalSet }),
                      ...{ split: 'test', model: baseModel, shots: shots === 'few-shot' ? 8 : 0 },
                      ...(trainer && !isLocalTrainer(trainer) && trainer.kind !== 'azure'
                        ? { server: trainer.baseUrl, key: trainer.secretName ?? 'none' }
                        : {}),
                    },
                  })
                }
              >
                Measure {shots}
              </Button>
            </p>
          ))}
      </div>
    </Card>
  )
}
