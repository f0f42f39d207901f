import { Fragment, type ReactNode } from 'react'
import { defaultSystemPrompt } from '../../../shared/domain/generation.ts'
import { ModelProvider } from '../../../shared/domain/model-provider.ts'
import { Rung } from '../../../shared/domain/rung.ts'
import { FormRow } from '../../forms/form-row.tsx'
import { FormSection } from '../../forms/form-section.tsx'
import { ModelSuggestions } from '../../forms/model-suggestions.tsx'
import { ProviderPick } from '../../forms/provider-pick.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { type AnswerWith, answerOf, type ExperimentDraft, isAsked, needsModel } from './experiment-draft.ts'
import { FieldRow } from './field-row.tsx'
import type { FieldValue, RecipeField } from './recipe-fields/recipe-field.ts'
import { recipeSections } from './recipe-fields/recipe-fields.ts'

interface RecipeFormProps {
  draft: ExperimentDraft
  /** What the run had that this one starts from. */
  source: ExperimentDraft | null
  changed: ReadonlySet<string>
  advanced: boolean
  problemOf: (path: string) => string | null
  /** Splits that examples can be taken from. */
  splits: readonly string[]
  onChange: (draft: ExperimentDraft) => void
  /** Stands below the prompt's fields. */
  preview: ReactNode
}

const answerExplanations: Readonly<Record<AnswerWith, string>> = {
  none: 'Retrieval alone is scored.',
  extractive: 'The built-in reader picks sentences of the passages: no key, no cost, nothing leaves this machine.',
  model: 'A language model reads the passages and answers.',
}

/** The recipe's fields that matter with what is chosen, by section. */
export function RecipeForm(props: RecipeFormProps) {
  const { draft, source, changed, advanced, problemOf, splits, onChange, preview } = props
  const setValues = (values: Readonly<Record<string, readonly FieldValue[]>>) =>
    onChange({ ...draft, values: { ...draft.values, ...values } })
  const row = (field: RecipeField): ReactNode => {
    const { path } = field
    const values = draft.values[path] ?? []
    if (field.kind === 'provider') {
      const union = path.slice(0, -'.kind'.length)
      return (
        <FormRow key={path} label={field.label} explanation={field.explanation}>
          <ProviderPick
            label={field.label}
            provider={{
              kind: String(values[0]) as ModelProvider['kind'],
              baseUrl: String(draft.values[`${union}.baseUrl`]?.[0] ?? ''),
            }}
            onChange={(provider) => setValues(valuesOfProvider(union, provider))}
          />
        </FormRow>
      )
    }
    return (
      <FieldRow
        key={path}
        field={path === 'prompt.system' ? { ...field, placeholder: systemPlaceholder(draft) } : field}
        values={values}
        was={changed.has(path) ? (source?.values[path] ?? []) : null}
        problem={problemOf(path)}
        onChange={(next) => {
          const values = { ...draft.values, [path]: next }
          if (path === 'prompt.examples.kind' && !splits.includes(String(values['prompt.examples.split']?.[0]))) {
            if (splits[0] !== undefined) values['prompt.examples.split'] = [splits[0]]
          }
          onChange({ ...draft, values })
        }}
        extra={
          path === 'generation.model' || (path === 'rerank.model' && draft.values['rerank.kind']?.includes('model')) ? (
            <Suggestions draft={draft} path={path} onAdd={(model) => setValues({ [path]: [...values, model] })} />
          ) : null
        }
      />
    )
  }
  return recipeSections.map(({ title, fields }) => {
    const axes = Object.entries(draft.otherAxes).filter(([axis]) => sectionOf(axis) === title)
    const asked = fields.filter(({ path }) => isAsked(path, draft))
    const choosesAnswer = title === 'Answer' && !('generation' in draft.otherAxes)
    if (asked.length === 0 && axes.length === 0 && !choosesAnswer) return null
    const shown = asked.filter(({ path, advanced: more }) => !more || advanced || changed.has(path) || problemOf(path))
    return (
      <FormSection key={title} title={title}>
        {axes.map(([axis, list]) => (
          <Notice
            key={axis}
            kind="info"
            actions={
              <Button
                size="small"
                onClick={() => {
                  const { [axis]: _gone, ...otherAxes } = draft.otherAxes
                  onChange({ ...draft, otherAxes })
                }}
              >
                Use the form
              </Button>
            }
          >
            {list.length} variants of {axis} are set in JSON.
          </Notice>
        ))}
        {choosesAnswer && <AnswerRow draft={draft} onChange={onChange} />}
        {shown.map((field) => (
          <Fragment key={field.path}>{row(field)}</Fragment>
        ))}
        {title === 'Prompt' && preview}
      </FormSection>
    )
  })
}

function AnswerRow({ draft, onChange }: Pick<RecipeFormProps, 'draft' | 'onChange'>) {
  const answer = answerOf(draft)
  const onlyModel = needsModel(draft)
  return (
    <FormRow
      label="Answer with"
      explanation={onlyModel ? 'Every rung but RAG needs a language model.' : answerExplanations[answer]}
    >
      <Segmented
        label="Answer with"
        value={answer}
        onChange={(answerWith) => onChange({ ...draft, answerWith })}
        options={
          onlyModel
            ? [['model', 'A model']]
            : [
                ['none', 'Nothing'],
                ['extractive', 'Built-in reader'],
                ['model', 'A model'],
              ]
        }
      />
    </FormRow>
  )
}

function Suggestions({ draft, path, onAdd }: { draft: ExperimentDraft; path: string; onAdd: (model: string) => void }) {
  const union = path.replace(/model$/u, 'provider')
  const setting = (name: string) => draft.values[`${union}.${name}`]?.[0]
  const kind = setting('kind')
  const provider = ModelProvider.safeParse({
    kind,
    baseUrl: setting('baseUrl'),
    secretName: setting('secretName') ?? null,
    ...(kind === 'openai' ? { api: setting('api') } : {}),
  })
  if (!provider.success) return null
  return <ModelSuggestions provider={provider.data} chosen={(draft.values[path] ?? []).map(String)} onAdd={onAdd} />
}

function valuesOfProvider(union: string, provider: ModelProvider): Record<string, FieldValue[]> {
  return {
    [`${union}.kind`]: [provider.kind],
    [`${union}.baseUrl`]: [provider.baseUrl],
    [`${union}.secretName`]: provider.secretName === null ? [] : [provider.secretName],
    ...(provider.kind === 'openai' ? { [`${union}.api`]: [provider.api] } : {}),
    ...(provider.kind === 'azure' ? { [`${union}.apiVersion`]: [provider.apiVersion] } : {}),
  }
}

/** What the model is told when nothing is written. */
function systemPlaceholder({ values }: ExperimentDraft): string {
  const rung = Rung.catch('rag').parse(values.rung?.[0])
  return defaultSystemPrompt(rung, String(values['prompt.notFound']?.[0] ?? ''))
}

const sections: Readonly<Record<string, string>> = { generation: 'Answer' }

function sectionOf(axis: string): string {
  const part = axis.split('.')[0]!
  return sections[part] ?? `${part.charAt(0).toUpperCase()}${part.slice(1)}`
}
