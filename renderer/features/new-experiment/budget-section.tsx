import type { DraftBudget } from './experiment-draft.ts'
import { FormRow } from './form-row.tsx'
import styles from './new-experiment.module.css'
import { NumberInput } from './number-input.tsx'

interface BudgetSectionProps {
  budget: DraftBudget
  problems: readonly string[]
  onChange: (budget: DraftBudget) => void
}

const caps = [
  ['perRunUsd', 'Cap per run', 'What a run may spend at most. It then stops and keeps every answer.'],
  ['perSweepUsd', 'Cap per sweep', 'What all runs together may spend. The cap of the month is in Settings.'],
] as const

/** What may be spent. A cap holds only where every price is known. */
export function BudgetSection({ budget, problems, onChange }: BudgetSectionProps) {
  return (
    <section className={styles.section} aria-label="Budget">
      <h2>Budget</h2>
      {caps.map(([name, label, explanation]) => (
        <FormRow
          key={name}
          label={label}
          explanation={explanation}
          problem={problems.find((problem) => problem.startsWith(`budget.${name} `)) ?? null}
        >
          <span className={styles.unit}>$</span>
          <NumberInput
            label={label}
            value={budget[name]}
            placeholder="no cap"
            onChange={(value) => onChange({ ...budget, [name]: value })}
          />
        </FormRow>
      ))}
    </section>
  )
}
