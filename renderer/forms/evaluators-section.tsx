import { useId } from 'react'
import { defaultRubric, type Evaluator } from '../../shared/domain/evaluator.ts'
import { defaultProvider } from '../../shared/domain/model-provider.ts'
import type { DraftEvaluator } from './draft-evaluator.ts'
import { FormRow } from './form-row.tsx'
import { FormSection } from './form-section.tsx'
import styles from './forms.module.css'
import { JudgeModel } from './judge-model.tsx'
import { NumberInput } from './number-input.tsx'
import { shownNumber } from './shown-number.ts'
import { SimilaritySettings } from './similarity-settings.tsx'

interface EvaluatorsSectionProps {
  evaluators: readonly DraftEvaluator[]
  /** Whether there are passages to hold an answer against. */
  retrieves: boolean
  problems: readonly string[]
  onChange: (evaluators: DraftEvaluator[]) => void
}

interface Offer {
  readonly kind: Evaluator['kind']
  readonly label: string
  readonly explanation: string
  readonly needsPassages?: boolean
}

const offers: readonly Offer[] = [
  { kind: 'contains', label: 'Contains', explanation: 'A reference answer stands in the answer.' },
  { kind: 'numeric', label: 'Number', explanation: 'The first number is near that of a reference answer.' },
  { kind: 'label', label: 'Label', explanation: 'The answer is a label: accuracy and macro-F1.' },
  { kind: 'regex', label: 'Pattern', explanation: 'A regular expression is found in the answer.' },
  { kind: 'jsonSchema', label: 'JSON', explanation: 'The answer is JSON that a schema allows.' },
  { kind: 'similarity', label: 'Similarity', explanation: 'How near it stands to a reference answer, by embeddings.' },
  { kind: 'judge', label: 'Judge', explanation: 'A model scores the answer by a rubric, 0–1.' },
  { kind: 'answerRelevance', label: 'Relevance', explanation: 'A model says how well it speaks to the question.' },
  {
    kind: 'faithfulness',
    label: 'Faithfulness',
    explanation: 'A model checks each claim against the passages.',
    needsPassages: true,
  },
  {
    kind: 'citations',
    label: 'Citations',
    explanation: 'A model checks each cited source.',
    needsPassages: true,
  },
]

const judgeKinds: readonly string[] = ['judge', 'answerRelevance', 'faithfulness', 'citations']

/** How answers are scored beside exact match, token F1 and ROUGE-L. */
export function EvaluatorsSection({ evaluators, retrieves, problems, onChange }: EvaluatorsSectionProps) {
  const ids = useId()
  const judges = evaluators.filter(({ kind }) => judgeKinds.includes(kind))
  const judge = judges[0]
  const judgeModel = { model: judge?.model ?? '', provider: judge?.provider ?? defaultProvider }
  const change = (at: number, settings: Record<string, unknown>) =>
    onChange(evaluators.map((evaluator, index) => (index === at ? { ...evaluator, ...settings } : evaluator)))
  const changeJudges = (settings: Record<string, unknown>) =>
    onChange(
      evaluators.map((evaluator) => (judgeKinds.includes(evaluator.kind) ? { ...evaluator, ...settings } : evaluator)),
    )
  const toggle = (kind: Evaluator['kind']) => {
    const rest = evaluators.filter((evaluator) => evaluator.kind !== kind)
    onChange(rest.length < evaluators.length ? rest : [...evaluators, begin(kind, judgeModel)])
  }
  const problemOf = (at: number) => problems.find((problem) => problem.startsWith(`evaluators.${at}.`)) ?? null
  return (
    <FormSection title="Evaluators">
      <p className={styles.explanation}>
        Exact match, token F1 and ROUGE-L are always there where a question has a reference answer.
      </p>
      <div className={styles.evaluators}>
        {offers
          .filter(({ needsPassages, kind }) => retrieves || !needsPassages || evaluators.some((e) => e.kind === kind))
          .map(({ kind, label, explanation }) => (
            <label key={kind} className={styles.evaluator}>
              <input
                type="checkbox"
                checked={evaluators.some((evaluator) => evaluator.kind === kind)}
                onChange={() => toggle(kind)}
                aria-describedby={`${ids}-${kind}`}
              />
              <span>
                {label}
                <span id={`${ids}-${kind}`} className={styles.explanation}>
                  {explanation}
                </span>
              </span>
            </label>
          ))}
      </div>
      {evaluators.map((evaluator, at) => (
        <EvaluatorSettings
          // biome-ignore lint/suspicious/noArrayIndexKey: two of a kind differ in nothing but their place
          key={at}
          evaluator={evaluator}
          problem={problemOf(at)}
          onChange={(next) => change(at, next)}
        />
      ))}
      {judge && <JudgeModel {...judgeModel} judge={judge} differ={differ(judges)} onChange={changeJudges} />}
    </FormSection>
  )
}

function EvaluatorSettings({
  evaluator,
  problem,
  onChange,
}: {
  evaluator: DraftEvaluator
  problem: string | null
  onChange: (settings: Record<string, unknown>) => void
}) {
  const id = useId()
  switch (evaluator.kind) {
    case 'numeric':
      return (
        <FormRow label="Number: tolerance" explanation="The larger of both counts." problem={problem}>
          <NumberInput
            label="Absolute tolerance"
            value={shownNumber(evaluator.absolute)}
            onChange={(absolute) => onChange({ absolute: absolute ?? 0 })}
          />
          <span className={styles.unit}>absolute</span>
          <NumberInput
            label="Relative tolerance"
            value={shownNumber(evaluator.relative)}
            onChange={(relative) => onChange({ relative: relative ?? 0 })}
          />
          <span className={styles.unit}>of the reference</span>
        </FormRow>
      )
    case 'regex':
      return (
        <FormRow
          label="Pattern: expression"
          htmlFor={id}
          explanation="JavaScript's regular expressions; found anywhere in the answer."
          problem={problem}
        >
          <input
            id={id}
            className={styles.wide}
            spellCheck={false}
            value={String(evaluator.pattern ?? '')}
            onChange={({ target }) => onChange({ pattern: target.value })}
          />
        </FormRow>
      )
    case 'jsonSchema':
      return (
        <FormRow label="JSON: schema" htmlFor={id} explanation="A JSON schema." problem={problem}>
          <textarea
            id={id}
            className={`${styles.wide} ${styles.code}`}
            rows={4}
            spellCheck={false}
            value={typeof evaluator.schema === 'string' ? evaluator.schema : JSON.stringify(evaluator.schema, null, 2)}
            onChange={({ target }) => onChange({ schema: jsonOrText(target.value) })}
          />
        </FormRow>
      )
    case 'similarity':
      return <SimilaritySettings embedding={evaluator.embedding} problem={problem} onChange={onChange} />
    case 'judge':
      return (
        <FormRow
          label="Judge: rubric"
          htmlFor={id}
          explanation="The judge sees question, answer and reference answers, and gives 0–1 with a reason."
          problem={problem}
        >
          <textarea
            id={id}
            className={styles.wide}
            rows={4}
            value={String(evaluator.rubric ?? '')}
            onChange={({ target }) => onChange({ rubric: target.value })}
          />
        </FormRow>
      )
    default:
      return problem ? <p className={styles.problem}>{problem}</p> : null
  }
}

function begin(kind: Evaluator['kind'], judgeModel: object): DraftEvaluator {
  switch (kind) {
    case 'numeric':
      return { kind, absolute: 0, relative: 0.01 }
    case 'regex':
      return { kind, name: 'regex', pattern: '' }
    case 'similarity':
      return { kind, embedding: { kind: 'builtin', variant: 'w384', seed: 0 } }
    case 'jsonSchema':
      return { kind, schema: { type: 'object' } }
    case 'judge':
      return { kind, name: 'quality', rubric: defaultRubric, ...judgeModel }
    case 'answerRelevance':
    case 'faithfulness':
    case 'citations':
      return { kind, ...judgeModel }
    default:
      return { kind }
  }
}

function differ(judges: readonly DraftEvaluator[]): boolean {
  return new Set(judges.map(({ model, provider }) => JSON.stringify([model, provider]))).size > 1
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
