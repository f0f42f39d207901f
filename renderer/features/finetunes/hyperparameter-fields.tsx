import { FineTuneHyperparameters } from '../../../shared/domain/fine-tune-job.ts'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './finetunes.module.css'

type Field = keyof FineTuneHyperparameters

export const hyperparameterNames: Readonly<Record<Field, string>> = {
  epochs: 'Epochs',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  learningRateMultiplier: 'Learning rate, of theirs',
  loraRank: 'LoRA rank',
  loraAlpha: 'LoRA alpha',
  loraDropout: 'LoRA dropout',
  maxSequenceTokens: 'Longest example, tokens',
  evaluations: 'Evaluations',
  checkpoints: 'Checkpoints',
  seed: 'Seed',
}

interface HyperparameterFieldsProps {
  /** Those that the trainer takes. */
  fields: readonly Field[]
  texts: Readonly<Record<string, string>>
  onChange: (field: Field, text: string) => void
}

/** How it is trained; what is left empty is the trainer's choice. */
export function HyperparameterFields({ fields, texts, onChange }: HyperparameterFieldsProps) {
  return (
    <Card title="Hyperparameters" note="empty leaves it to the trainer">
      <div className={styles.form}>
        {fields.map((field) => (
          <TextField
            key={field}
            label={hyperparameterNames[field]}
            inputMode="decimal"
            value={texts[field] ?? ''}
            error={isAllowed(field, texts[field]) ? null : 'Not a value that can be used here.'}
            onChange={(event) => onChange(field, event.target.value)}
          />
        ))}
      </div>
    </Card>
  )
}

export function isAllowed(field: Field, text: string | undefined): boolean {
  return !text?.trim() || FineTuneHyperparameters.safeParse({ [field]: Number(text) }).success
}
