import { FormRow } from '../../forms/form-row.tsx'
import { FormSection } from '../../forms/form-section.tsx'
import formStyles from '../../forms/forms.module.css'
import { NumberInput } from '../../forms/number-input.tsx'
import type { DraftBudget } from './experiment-draft.ts'
import styles from './new-experiment.module.css'

interface BudgetSectionProps {
  budget: DraftBudget
  problems: readonly string[]
  onChange: (budget: DraftBudget) => void
  /** Null where no provider of the experiment takes batches. */
  batch: boolean | null
  onBatch: (batch: boolean) => void
}

const caps = [
  ['perRunUsd', 'Cap per run', 'What a run may spend at most. It then stops and keeps every answer.'],
  ['perSweepUsd', 'Cap per sweep', 'What all runs together may spend. The cap of the month is in Settings.'],
] as const

/** What may be spent. A cap holds only where every price is known. */
export function BudgetSection({ budget, problems, onChange, batch, onBatch }: BudgetSectionProps) {
  return (
    <FormSection title="Budget">
      {caps.map(([name, label, explanation]) => (
        <FormRow
          key={name}
          label={label}
          explanation={explanation}
          problem={problems.find((problem) => problem.startsWith(`budget.${name} `)) ?? null}
        >
          <span className={formStyles.unit}>$</span>
          <NumberInput
            label={label}
            value={budget[name]}
            placeholder="no cap"
            onChange={(value) => onChange({ ...budget, [name]: value })}
          />
        </FormRow>
      ))}
      {batch !== null && (
        <FormRow
          label="Batch"
          explanation="OpenAI answers within a day, at half the price. How long an answer takes is then not measured; judges are asked as usual."
        >
          <label className={styles.check}>
            <input type="checkbox" checked={batch} onChange={({ target }) => onBatch(target.checked)} />
            Ask for answers in batches
          </label>
        </FormRow>
      )}
    </FormSection>
  )
}
