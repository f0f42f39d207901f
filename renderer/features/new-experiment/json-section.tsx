import { FormSection } from '../../forms/form-section.tsx'
import formStyles from '../../forms/forms.module.css'
import styles from './new-experiment.module.css'

interface JsonSectionProps {
  text: string
  invalid: boolean
  onChange: (text: string) => void
}

/** The whole form as text. */
export function JsonSection({ text, invalid, onChange }: JsonSectionProps) {
  return (
    <FormSection title="The experiment as JSON">
      <p className={formStyles.explanation}>
        <code>base</code> holds what all runs share, <code>grid</code> lists of values by field name; every combination
        is one run.
      </p>
      <textarea
        className={styles.json}
        aria-label="The experiment as JSON"
        aria-invalid={invalid || undefined}
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </FormSection>
  )
}
