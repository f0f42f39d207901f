import { useId } from 'react'
import { ChipsField } from '../../ui/chips-field.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './new-experiment.module.css'
import { type FieldValue, parseFieldValue, type RecipeField } from './recipe-fields.ts'

interface FieldRowProps {
  field: RecipeField
  values: readonly FieldValue[]
  /** What the run had that this one starts from, where it differs. */
  was: readonly FieldValue[] | null
  problem: string | null
  onChange: (values: FieldValue[]) => void
}

/** A recipe field: its values, what it does, what it was, what is wrong with it. */
export function FieldRow({ field, values, was, problem, onChange }: FieldRowProps) {
  const noteId = useId()
  const { label, options = [], kind, unit, explanation } = field
  const texts = values.map(String)
  const take = (next: readonly string[]) => onChange(next.map((text) => parseFieldValue(field, text)))
  return (
    <div className={`${styles.field} ${was ? styles.changed : ''}`} data-field={field.path}>
      <div className={styles.label}>
        <span>{label}</span>
        {values.length > 1 && <span className={styles.count}>{values.length} values</span>}
      </div>
      <div className={styles.control}>
        <div className={styles.line}>
          {kind === 'choice' && (
            <ChoiceField label={label} options={options} values={texts} onChange={take} describedBy={noteId} />
          )}
          {kind === 'list' && texts.length <= 1 && (
            <Select
              label={label}
              options={options}
              value={texts[0] ?? ''}
              onChange={(value) => take([value])}
              aria-describedby={noteId}
            />
          )}
          {(kind === 'number' || kind === 'text' || (kind === 'list' && texts.length > 1)) && (
            <ChipsField
              label={label}
              values={texts}
              onChange={take}
              placeholder={field.default === null ? 'own length' : `default: ${field.default}`}
              inputMode={kind === 'number' ? 'decimal' : 'text'}
              describedBy={noteId}
              invalid={problem !== null}
            />
          )}
          {unit && <span className={styles.unit}>{unit}</span>}
          {was && (
            <span className={styles.was}>
              was {was.length > 0 ? was.map((value) => wordFor(field, value)).join(', ') : 'not set'}
            </span>
          )}
        </div>
        <p id={noteId} className={problem ? styles.problem : styles.explanation}>
          {problem ?? explanation}
        </p>
      </div>
    </div>
  )
}

function wordFor({ options }: RecipeField, value: FieldValue): string {
  return options?.find(([option]) => option === String(value))?.[1] ?? String(value)
}
