import { useId } from 'react'
import { defaultProvider, ModelProvider } from '../../shared/domain/model-provider.ts'
import type { DraftEvaluator } from './draft-evaluator.ts'
import { FormRow } from './form-row.tsx'
import styles from './forms.module.css'
import { ModelSuggestions } from './model-suggestions.tsx'
import { NumberInput } from './number-input.tsx'
import { ProviderPick } from './provider-pick.tsx'
import { shownNumber } from './shown-number.ts'

/** Which model judges, and where it is asked. */
export function JudgeModel({
  model,
  provider,
  judge,
  differ: differing,
  onChange,
}: {
  model: unknown
  provider: unknown
  judge: DraftEvaluator
  differ: boolean
  onChange: (settings: Record<string, unknown>) => void
}) {
  const id = useId()
  const parsed = ModelProvider.safeParse(provider)
  const shown = { ...(parsed.data ?? defaultProvider), ...(provider as Partial<ModelProvider>) }
  return (
    <>
      {differing && (
        <p className={styles.warning}>The judges have different models. A change here gives all of them the same.</p>
      )}
      <FormRow label="Judge provider" explanation="It gets questions, answers, references and passages.">
        <ProviderPick label="Judge provider" provider={shown} onChange={(next) => onChange({ provider: next })} />
      </FormRow>
      <FormRow label="Judge address" htmlFor={`${id}-address`}>
        <input
          id={`${id}-address`}
          className={styles.wide}
          spellCheck={false}
          value={shown.baseUrl}
          onChange={({ target }) => onChange({ provider: { ...shown, baseUrl: target.value } })}
        />
      </FormRow>
      <FormRow label="Name of the judge's key" htmlFor={`${id}-key`} explanation="Empty for a server without keys.">
        <input
          id={`${id}-key`}
          className={styles.name}
          spellCheck={false}
          placeholder="no key"
          value={shown.secretName ?? ''}
          onChange={({ target }) => onChange({ provider: { ...shown, secretName: target.value || null } })}
        />
      </FormRow>
      <FormRow
        label="Judge model"
        htmlFor={`${id}-model`}
        explanation="Another one than answers is fairer: models favour what they would have said."
      >
        <input
          id={`${id}-model`}
          className={styles.name}
          spellCheck={false}
          placeholder="name of the model"
          value={String(model)}
          onChange={({ target }) => onChange({ model: target.value })}
        />
        {parsed.success && (
          <ModelSuggestions
            provider={parsed.data}
            chosen={[String(model)]}
            onAdd={(added) => onChange({ model: added })}
          />
        )}
      </FormRow>
      <FormRow label="Longest verdict">
        <NumberInput
          label="Longest verdict"
          value={shownNumber(judge.maxOutputTokens ?? 500)}
          onChange={(maxOutputTokens) => onChange({ maxOutputTokens: maxOutputTokens ?? 500 })}
        />
        <span className={styles.unit}>tokens</span>
      </FormRow>
    </>
  )
}
