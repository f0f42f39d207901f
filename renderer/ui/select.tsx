import { ChevronDown } from 'lucide-react'
import type { SelectHTMLAttributes } from 'react'
import styles from './select.module.css'

interface SelectProps<Value extends string>
  extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> {
  /** Read by screen readers; what is seen beside the field says the same. */
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly (readonly [value: Value, text: string])[]
}

/** One choice of several, in the system's own list. */
export function Select<Value extends string>({ label, value, onChange, options, ...rest }: SelectProps<Value>) {
  return (
    <span className={styles.select}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value as Value)} {...rest}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden="true" />
    </span>
  )
}
