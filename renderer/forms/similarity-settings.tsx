import { useId } from 'react'
import { Select } from '../ui/select.tsx'
import { FormRow } from './form-row.tsx'
import styles from './forms.module.css'

interface SimilaritySettingsProps {
  embedding: unknown
  problem: string | null
  onChange: (settings: Record<string, unknown>) => void
}

type Typed = {
  readonly kind?: unknown
  readonly baseUrl?: unknown
  readonly model?: unknown
  readonly secretName?: unknown
}

const builtin = { kind: 'builtin', variant: 'w384', seed: 0 }
const remote = {
  kind: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  model: 'text-embedding-3-small',
  secretName: 'OPENAI_API_KEY',
}
const fields = [
  ['baseUrl', 'Embedder address'],
  ['model', 'Embedding model'],
  ['secretName', "Name of the embedder's key"],
] as const

/** Whose vectors answers and references are compared by. */
export function SimilaritySettings({ embedding, problem, onChange }: SimilaritySettingsProps) {
  const id = useId()
  const typed: Typed = embedding !== null && typeof embedding === 'object' ? embedding : builtin
  const isRemote = typed.kind === 'openai'
  return (
    <>
      <FormRow
        label="Similarity: embedder"
        explanation={
          isRemote
            ? 'The server gets answers and reference answers.'
            : 'Built in, fitted on the documents: it knows their words, little of other words for the same.'
        }
        problem={problem}
      >
        <Select
          label="Embedder for similarity"
          value={isRemote ? 'openai' : 'builtin'}
          onChange={(kind) => onChange({ embedding: kind === 'openai' ? remote : builtin })}
          options={[
            ['builtin', 'built in'],
            ['openai', 'a server'],
          ]}
        />
      </FormRow>
      {isRemote &&
        fields.map(([name, label]) => (
          <FormRow key={name} label={label} htmlFor={`${id}-${name}`}>
            <input
              id={`${id}-${name}`}
              className={styles.wide}
              spellCheck={false}
              value={String(typed[name] ?? '')}
              onChange={({ target }) => onChange({ embedding: { ...typed, [name]: target.value } })}
            />
          </FormRow>
        ))}
    </>
  )
}
