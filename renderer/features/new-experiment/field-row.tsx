import { type ReactNode, useId } from 'react'
import { ChipsField } from '../../ui/chips-field.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './new-experiment.module.css'
import { ProseField } from './prose-field.tsx'
import type { FieldValue, RecipeField } from './recipe-field.ts'
import { parseFieldValue } from './recipe-fields.ts'

interface FieldRowProps {
  field: RecipeField
  values: readonly FieldValue[]
  /** What the run had that this one starts from, where it differs. */
  was: readonly FieldValue[] | null
  problem: string | null
  onChange: (values: FieldValue[]) => void
  /** What stands below the field, such as suggestions. */
  extra?: ReactNode
}

/** A recipe field: its values, what it does, what it was, what is wrong with it. */
export function FieldRow({ field, values, was, problem, onChange, extra }: FieldRowProps) {
  const noteId = useId()
  const { label, options = [], kind, unit, explanation, placeholder, rows = 1 } = field
  const texts = values.map(String)
  const take = (next: readonly string[]) => onChange(next.map((text) => parseFieldValue(field, text)))
  const isChips = kind === 'number' || kind === 'text' || kind === 'ids'
  const isProse = kind === 'prose' || kind === 'json'
  return (
    <div className={`${styles.field} ${was ? styles.changed : ''}`} data-field={field.path}>
      <div className={styles.label}>
        <span>{label}</span>
        {values.length > 1 && kind !== 'ids' && <span className={styles.count}>{values.length} values</span>}
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
          {(isChips || (kind === 'list' && texts.length > 1)) && (
            <ChipsField
              label={label}
              values={texts}
              onChange={take}
              placeholder={placeholder ?? (field.default === null ? 'own length' : `default: ${field.default}`)}
              inputMode={kind === 'number' ? 'decimal' : 'text'}
              describedBy={noteId}
              invalid={problem !== null}
            />
          )}
          {isProse && (
            <ProseField
              label={label}
              values={texts}
              onChange={take}
              rows={rows}
              placeholder={texts[0] === '' && field.emptyIs === undefined ? 'nothing is said' : (placeholder ?? '')}
              describedBy={noteId}
              invalid={problem !== null}
              canVary={kind === 'prose'}
              isCode={kind === 'json'}
            />
          )}
          {unit && <span className={styles.unit}>{unit}</span>}
          {was && (
            <span className={styles.was}>
              {isProse
                ? 'changed'
                : `was ${was.length > 0 ? was.map((value) => wordFor(field, value)).join(', ') : 'not set'}`}
            </span>
          )}
        </div>
        <p id={noteId} className={problem ? styles.problem : styles.explanation}>
          {problem ?? explanation}
        </p>
        {extra}
      </div>
    </div>
  )
}

function wordFor({ options }: RecipeField, value: FieldValue): string {
  return options?.find(([option]) => option === String(value))?.[1] ?? String(value)
}
