import { useState } from 'react'
import type { FineTuneSpec } from '../../../shared/domain/fine-tune-job.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './finetunes.module.css'

/** The shortest reason that says something. */
const leastReasonCharacters = 10

interface StartCardProps {
  /** Null while the form is not complete. */
  spec: FineTuneSpec | null
  /** Findings of the preflight that stop the start. */
  blockers: number
  isChecked: boolean
  isMeasured: boolean
  /** What of the baseline is missing, in a sentence. */
  missing: string | null
  isBusy: boolean
  onStart: (spec: FineTuneSpec) => void
}

/** The start, and what stands in its way. Without a baseline it takes a reason, which is kept on the job. */
export function StartCard({ spec, blockers, isChecked, isMeasured, missing, isBusy, onStart }: StartCardProps) {
  const [isInsisting, setInsisting] = useState(false)
  const [reason, setReason] = useState('')
  const isReady = spec !== null && isChecked && blockers === 0 && !isBusy
  return (
    <Card title="Start">
      <div className={styles.cardBody}>
        {spec === null && <p className={styles.quiet}>Data, trainer and base model are needed first.</p>}
        {spec !== null && !isChecked && <p className={styles.quiet}>The preflight is not done yet.</p>}
        {blockers > 0 && (
          <p>
            The preflight found {blockers === 1 ? 'a problem that stops' : `${blockers} problems that stop`} the start.
            Open its report and fix {blockers === 1 ? 'it' : 'them'}; the version that comes of it can be trained on.
          </p>
        )}
        {spec !== null && !isMeasured && (
          <p>{missing ?? 'The un-tuned model is not measured yet.'} Without that, nobody can say what tuning gained.</p>
        )}
        {isMeasured ? (
          <div className={styles.buttons}>
            <Button variant="primary" disabled={!isReady} onClick={() => spec && onStart(spec)}>
              Start job
            </Button>
          </div>
        ) : isInsisting ? (
          <>
            <TextField
              label="Why is no baseline needed?"
              hint="It is kept on the job and shown wherever the job is."
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <div className={styles.buttons}>
              <Button
                variant="danger"
                disabled={!isReady || reason.trim().length < leastReasonCharacters}
                onClick={() => spec && onStart({ ...spec, noBaselineReason: reason.trim() })}
              >
                Start without a baseline
              </Button>
              <Button
                onClick={() => {
                  setInsisting(false)
                  setReason('')
                }}
              >
                Measure first
              </Button>
            </div>
          </>
        ) : (
          <div className={styles.buttons}>
            <Button variant="primary" disabled>
              Start job
            </Button>
            <Button variant="ghost" disabled={!isReady} onClick={() => setInsisting(true)}>
              Start without a baseline…
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}
