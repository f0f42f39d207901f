import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { OpenAiEmbedding } from '../../../shared/domain/recipe.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings-screen.module.css'

const defaults = OpenAiEmbedding.parse({ kind: 'openai' })

/** Sends one short text, so that a recipe with this server does not fail on its first request. */
export function EmbeddingServerTest() {
  const { client } = useEngine()
  const [baseUrl, setBaseUrl] = useState(defaults.baseUrl)
  const [model, setModel] = useState(defaults.model)
  const [secretName, setSecretName] = useState(defaults.secretName)
  const settings = OpenAiEmbedding.safeParse({ kind: 'openai', baseUrl, model, secretName })
  const problem = (field: string) => settings.error?.issues.find((issue) => issue.path[0] === field)?.message ?? null
  const test = useMutation({
    mutationFn: () =>
      client.workspace.testEmbedding(OpenAiEmbedding.parse({ kind: 'openai', baseUrl, model, secretName })),
  })
  return (
    <Card title="Embeddings server" note="OpenAI, Ollama, LM Studio, vLLM, llama.cpp and others">
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault()
          test.mutate()
        }}
      >
        <TextField
          label="Address"
          value={baseUrl}
          onChange={(event) => setBaseUrl(event.target.value)}
          error={problem('baseUrl')}
          hint="For Ollama http://localhost:11434/v1, for LM Studio http://localhost:1234/v1."
          spellCheck={false}
        />
        <TextField
          label="Model"
          value={model}
          onChange={(event) => setModel(event.target.value)}
          error={problem('model')}
          spellCheck={false}
        />
        <TextField
          label="Name of the key"
          value={secretName}
          onChange={(event) => setSecretName(event.target.value)}
          error={problem('secretName')}
          hint="Local servers take any key."
          spellCheck={false}
        />
        <div className={styles.buttons}>
          <Button type="submit" disabled={!settings.success || test.isPending}>
            {test.isPending ? 'Testing …' : 'Test the connection'}
          </Button>
        </div>
        {test.data && (
          <Notice kind="success">
            {`The server answered in ${Math.round(test.data.latencyMs)} ms with a vector of ${test.data.dimensions} numbers.`}
          </Notice>
        )}
        {test.error && <Notice kind="error">{errorSentence(test.error)}</Notice>}
        <p className={styles.hint}>
          This sends one short sentence and stores nothing. To use the server, enter the same values in a new
          experiment.
        </p>
      </form>
    </Card>
  )
}
