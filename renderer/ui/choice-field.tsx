import { Check } from 'lucide-react'
import styles from './choice-field.module.css'

interface ChoiceFieldProps {
  label: string
  options: readonly (readonly [value: string, text: string])[]
  /** At least one. */
  values: readonly string[]
  onChange: (values: string[]) => void
  describedBy?: string
}

/** Some of a few choices, at least one: toggles side by side. Values keep the order of the options. */
export function ChoiceField({ label, options, values, onChange, describedBy }: ChoiceFieldProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a line with its label in another column
    <div role="group" aria-label={label} aria-describedby={describedBy} className={styles.group}>
      {options.map(([value, text]) => {
        const chosen = values.includes(value)
        return (
          <button
            key={value}
            type="button"
            className={styles.option}
            aria-pressed={chosen}
            onClick={() => {
              const next = options
                .map(([option]) => option)
                .filter((option) => (option === value ? !chosen : values.includes(option)))
              if (next.length > 0) onChange(next)
            }}
          >
            {chosen && <Check size={12} aria-hidden="true" />}
            {text}
          </button>
        )
      })}
    </div>
  )
}
