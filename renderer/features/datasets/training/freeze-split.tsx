import { useState } from 'react'
import type { TrainingVersion } from '../../../../shared/domain/training-set.ts'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import styles from './training-set.module.css'
import type { useTrainingEdit } from './use-training-edit.ts'

interface FreezeSplitProps {
  version: TrainingVersion
  editing: ReturnType<typeof useTrainingEdit>
  onClose: () => void
}

/** Shares in percent; the test split gets the rest. */
const firstShares = { train: '80', validation: '10' }

/** Divides the rows for good: rows that are added later join without moving the others. */
export function FreezeSplit({ version, editing, onClose }: FreezeSplitProps) {
  const [shares, setShares] = useState(firstShares)
  const [seed, setSeed] = useState('20260101')
  const [groupBy, setGroupBy] = useState<'input' | 'group'>('input')
  const train = Number(shares.train)
  const validation = Number(shares.validation)
  const test = 100 - train - validation
  const areShares =
    [train, validation, test].every((share) => Number.isFinite(share) && share >= 0) && train > 0 && test > 0
  const isSeed = Number.isSafeInteger(Number(seed)) && seed.trim() !== ''
  const isValid = areShares && isSeed
  const freeze = () =>
    editing.change(
      {
        done: 'The split is frozen.',
        apply: (sets) =>
          sets.freeze({
            versionId: version.versionId,
            split: {
              seed: Number(seed),
              shares: { train: train / 100, validation: validation / 100, test: test / 100 },
              groupBy,
              keepsGiven: true,
            },
          }),
      },
      { onSuccess: onClose },
    )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Freeze the split of ${version.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!isValid || editing.isBusy} onClick={freeze}>
            Freeze
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {editing.error && <Notice kind="error">{errorSentence(editing.error)}</Notice>}
        <TextField
          label="Train, %"
          inputMode="decimal"
          value={shares.train}
          onChange={(event) => setShares({ ...shares, train: event.target.value })}
        />
        <TextField
          label="Validation, %"
          inputMode="decimal"
          value={shares.validation}
          onChange={(event) => setShares({ ...shares, validation: event.target.value })}
          hint={
            areShares
              ? `The test split gets the other ${Number(test.toFixed(6))} %.`
              : 'Shares must leave something for the test split.'
          }
        />
        <TextField
          label="Seed"
          inputMode="numeric"
          value={seed}
          error={isSeed ? null : 'A whole number.'}
          onChange={(event) => setSeed(event.target.value)}
        />
        <div className={styles.choice}>
          <span>Kept together</span>
          <Select
            label="Kept together"
            value={groupBy}
            onChange={setGroupBy}
            options={[
              ['input', 'rows with the same input'],
              ['group', 'rows of the same group, or input'],
            ]}
          />
        </div>
        <p className={styles.quiet}>
          Splits that files or rows brought with them stay as they are. Copies of a row never cross from one split to
          another.
        </p>
      </div>
    </Dialog>
  )
}
