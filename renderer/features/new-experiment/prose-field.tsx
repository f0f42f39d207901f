import { Plus, X } from 'lucide-react'
import formStyles from '../../forms/forms.module.css'
import { Button } from '../../ui/button.tsx'
import styles from './new-experiment.module.css'

interface ProseFieldProps {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  rows: number
  placeholder: string
  describedBy: string
  invalid: boolean
  /** Whether there can be several texts, one run of each. */
  canVary: boolean
  isCode: boolean
}

/** Text of some lines; several variants make a grid. An empty single text is no value. */
export function ProseField(props: ProseFieldProps) {
  const { label, values, onChange, rows, placeholder, describedBy, invalid, canVary, isCode } = props
  const shown = values.length === 0 ? [''] : values
  return (
    <div className={styles.prose}>
      {shown.map((text, at) => {
        const name = at === 0 ? label : `${label}, variant ${at + 1}`
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its place; its text changes with every key
          <div key={at} className={styles.variant}>
            <textarea
              aria-label={name}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              className={`${formStyles.wide} ${isCode ? formStyles.code : ''}`}
              rows={Math.min(20, Math.max(rows, text.split('\n').length))}
              placeholder={placeholder}
              value={text}
              spellCheck={!isCode}
              onChange={({ target }) =>
                onChange(
                  shown.length === 1 && target.value === ''
                    ? []
                    : shown.map((other, index) => (index === at ? target.value : other)),
                )
              }
            />
            {shown.length > 1 && (
              <Button
                variant="ghost"
                size="small"
                aria-label={`Remove ${name}`}
                icon={<X size={12} />}
                onClick={() => onChange(shown.filter((_, index) => index !== at))}
              />
            )}
          </div>
        )
      })}
      {canVary && values.length > 0 && values.at(-1) !== '' && (
        <Button
          variant="ghost"
          size="small"
          icon={<Plus size={12} />}
          onClick={() => onChange([...values, `${values.at(-1)} `])}
        >
          Another variant
        </Button>
      )}
    </div>
  )
}
