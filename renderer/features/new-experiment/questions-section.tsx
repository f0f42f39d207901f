import { Select } from '../../ui/select.tsx'
import styles from './new-experiment.module.css'

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
    <section className={styles.section} aria-label="Questions">
      <h2>Questions</h2>
      <div className={styles.field}>
        <div className={styles.label}>Eval set</div>
        <div className={styles.control}>
          <div className={styles.line}>
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
          </div>
          <p className={styles.explanation}>Runs can be compared when they are on the same eval set and split.</p>
        </div>
      </div>
      <div className={styles.field}>
        <label className={styles.label} htmlFor="experiment-name">
          Name
        </label>
        <div className={styles.control}>
          <input
            id="experiment-name"
            className={styles.name}
            maxLength={200}
            placeholder="optional, for a sweep"
            value={name}
            onChange={(event) => onName(event.target.value)}
          />
        </div>
      </div>
    </section>
  )
}
