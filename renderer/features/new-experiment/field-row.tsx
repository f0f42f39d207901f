import { type ReactNode, useId } from 'react'
import { FormRow } from '../../forms/form-row.tsx'
import formStyles from '../../forms/forms.module.css'
import { ChipsField } from '../../ui/chips-field.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './new-experiment.module.css'
import { ProseField } from './prose-field.tsx'
import type { FieldValue, RecipeField } from './recipe-fields/recipe-field.ts'
import { parseFieldValue } from './recipe-fields/recipe-fields.ts'

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
    <FormRow
      label={label}
      labelNote={values.length > 1 && kind !== 'ids' && `${values.length} values`}
      explanation={explanation}
      problem={problem}
      noteId={noteId}
      isChanged={was !== null}
      path={field.path}
      extra={extra}
    >
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
      {unit && <span className={formStyles.unit}>{unit}</span>}
      {was && (
        <span className={styles.was}>
          {isProse
            ? 'changed'
            : `was ${was.length > 0 ? was.map((value) => wordFor(field, value)).join(', ') : 'not set'}`}
        </span>
      )}
    </FormRow>
  )
}

function wordFor({ options }: RecipeField, value: FieldValue): string {
  return options?.find(([option]) => option === String(value))?.[1] ?? String(value)
}
