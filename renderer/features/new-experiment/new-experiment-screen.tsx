import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { RunId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { draftOf } from './experiment-draft.ts'
import { ExperimentForm } from './experiment-form.tsx'
import { useTunedDraft } from './use-tuned-draft.ts'

/** The form, once it is known what it begins with: a run, a tuned model or what the address asks for. */
export function NewExperimentScreen() {
  const { query } = useEngine()
  const address = useSearch({ from: '/new' })
  const datasets = useQuery(query.datasets.list.queryOptions())
  const source = useQuery({
    ...query.results.run.queryOptions({ input: { runId: (address.from ?? '-') as RunId } }),
    enabled: address.from !== undefined,
    retry: false,
  })
  const startedWith = useQuery({
    ...query.experiments.startedWith.queryOptions({ input: { runId: (address.from ?? '-') as RunId } }),
    enabled: address.from !== undefined,
    retry: false,
  })
  const navigate = useNavigate()
  const asked = useTunedDraft(address)
  const error = datasets.error ?? source.error ?? startedWith.error ?? asked.error
  if (error) {
    return (
      <>
        <ScreenBar title="New experiment" />
        <Notice kind="error">{errorSentence(error)}</Notice>
      </>
    )
  }
  if (!datasets.data || (address.from !== undefined && !(source.data && startedWith.data)) || asked.isPending)
    return <ScreenBar title="New experiment" />
  if (datasets.data.evalSets.length === 0) {
    return (
      <>
        <ScreenBar title="New experiment" />
        <EmptyState
          title="No eval set yet"
          action={
            <Button variant="primary" onClick={() => void navigate({ to: '/datasets' })}>
              Import a dataset
            </Button>
          }
        >
          An experiment needs documents, questions, and which documents answer them.
        </EmptyState>
      </>
    )
  }
  const run = source.data?.run ?? null
  return (
    <ExperimentForm
      key={run?.runId ?? address.tuned ?? address.model ?? address.rung ?? 'new'}
      prefilled={asked.draft}
      evalSets={datasets.data.evalSets}
      first={{ evalSet: address.evalSet ?? run?.evalSetName, split: address.split ?? run?.split }}
      source={
        run?.recipe ? { name: run.name, draft: draftOf({ base: run.recipe, grid: {}, ...startedWith.data }) } : null
      }
    />
  )
}
