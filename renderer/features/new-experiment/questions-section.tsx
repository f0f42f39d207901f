import { FormRow } from '../../forms/form-row.tsx'
import { FormSection } from '../../forms/form-section.tsx'
import formStyles from '../../forms/forms.module.css'
import { Select } from '../../ui/select.tsx'

export interface EvalSetChoice {
  readonly name: string
  readonly splits: readonly { readonly name: string; readonly queries: number }[]
}

interface QuestionsSectionProps {
  evalSets: readonly EvalSetChoice[]
  evalSet: EvalSetChoice
  split: string
  name: string
  onEvalSet: (name: string) => void
  onSplit: (name: string) => void
  onName: (name: string) => void
}

/** Which questions the recipes are put to, and what the sweep is called. */
export function QuestionsSection(props: QuestionsSectionProps) {
  const { evalSets, evalSet, split, name, onEvalSet, onSplit, onName } = props
  return (
    <FormSection title="Questions">
      <FormRow label="Eval set" explanation="Runs can be compared when they are on the same eval set and split.">
        <Select
          label="Eval set"
          value={evalSet.name}
          onChange={onEvalSet}
          options={evalSets.map((choice) => [choice.name, choice.name])}
        />
        <Select
          label="Split"
          value={split}
          onChange={onSplit}
          options={evalSet.splits.map((choice) => [
            choice.name,
            `${choice.name}, ${choice.queries.toLocaleString('en-US')} questions`,
          ])}
        />
      </FormRow>
      <FormRow label="Name" htmlFor="experiment-name">
        <input
          id="experiment-name"
          className={formStyles.name}
          maxLength={200}
          placeholder="optional, for a sweep"
          value={name}
          onChange={(event) => onName(event.target.value)}
        />
      </FormRow>
    </FormSection>
  )
}
