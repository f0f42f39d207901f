import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import styles from './segmented.module.css'

interface SegmentedProps<Value extends string> {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly (readonly [value: Value, label: string])[]
}

/** A few choices side by side, one of them taken. Arrow keys move between them. */
export function Segmented<Value extends string>({ label, value, onChange, options }: SegmentedProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      className={styles.group}
      value={value}
      onValueChange={(chosen) => onChange(chosen as Value)}
    >
      {options.map(([option, text]) => (
        <Radio.Root key={option} value={option} className={styles.option}>
          {text}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
