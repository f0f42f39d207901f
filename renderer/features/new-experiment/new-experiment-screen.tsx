import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import { extractiveModel } from '../../../shared/domain/model-provider.ts'
import { hasRetrieval, Rung } from '../../../shared/domain/rung.ts'
import { EvaluatorsSection } from '../../forms/evaluators-section.tsx'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { BudgetSection } from './budget-section.tsx'
import { costOfStart } from './cost-text.ts'
import {
  answerOf,
  changedPaths,
  draftOf,
  type ExperimentDraft,
  emptyDraft,
  isAsked,
  specOf,
  takesBatches,
} from './experiment-draft.ts'
import styles from './new-experiment.module.css'
import { PlanPanel } from './plan-panel.tsx'
import { PromptPreview } from './prompt-preview.tsx'
import { QuestionsSection } from './questions-section.tsx'
import { recipeFields } from './recipe-fields.ts'
import { RecipeForm } from './recipe-form.tsx'
import { readSpec, writeSpec } from './spec-text.ts'
import { useForecast } from './use-forecast.ts'
import { problemsOf, usePlan } from './use-plan.ts'
import { useTunedDraft } from './use-tuned-draft.ts'

/** A form over the recipe; a field with several values makes a grid. The same as JSON in the other tab. */
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

interface ExperimentFormProps {
  evalSets: readonly { name: string; splits: readonly { name: string; queries: number }[] }[]
  /** What the address asks for. */
  prefilled: ExperimentDraft | null
  first: { evalSet: string | undefined; split: string | undefined }
  source: { name: string; draft: ExperimentDraft } | null
}

function ExperimentForm({ evalSets, prefilled, first, source }: ExperimentFormProps) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(source?.draft ?? prefilled ?? emptyDraft)
  const [evalName, setEvalName] = useState(first.evalSet ?? evalSets[0]!.name)
  const evalSet = evalSets.find(({ name }) => name === evalName) ?? evalSets[0]!
  const [splitName, setSplitName] = useState(first.split)
  const split =
    evalSet.splits.find(({ name }) => name === splitName) ??
    evalSet.splits.find(({ name }) => name === 'test') ??
    evalSet.splits[0]
  const [tab, setTab] = useState<'form' | 'json'>('form')
  const [advanced, setAdvanced] = useState(false)
  /** Text of the JSON tab while it is not what the form has. */
  const [json, setJson] = useState<string | null>(null)
  const [starting, setStarting] = useState(false)
  const [refused, setRefused] = useState<string[]>([])

  const spec = useMemo(() => specOf(draft, evalSet.name, split?.name), [draft, evalSet.name, split?.name])
  const typed = useMemo(() => (json === null ? null : readSpec(json)), [json])
  // Before it is sent: what the engine's own checks would not name by field.
  const invalid = useMemo(() => readSpec(JSON.stringify(spec)).problems, [spec])
  const { plan, problems, isSettled } = usePlan(typed?.problems || invalid ? null : spec)
  const isPlanned = plan !== null && isSettled
  const cost = useForecast(isPlanned && problems.length === 0 ? spec : null)
  const allProblems = [...(typed?.problems ?? invalid ?? [...problems, ...cost.problems]), ...refused]
  const changed = useMemo(() => (source ? changedPaths(draft, source.draft) : new Set<string>()), [draft, source])

  const takeJson = (text: string) => {
    setJson(text)
    setRefused([])
    const { spec: next } = readSpec(text)
    if (!next) return
    setDraft(draftOf(next))
    if (next.eval !== undefined) setEvalName(next.eval)
    setSplitName(next.split)
  }
  // A cap that cannot be kept: the engine would send nothing.
  const isCapBlind = cost.forecast?.caps.some(({ keeps }) => keeps === 'unknown') ?? false
  const canStart = isPlanned && allProblems.length === 0 && !cost.isPending && !isCapBlind && !starting
  const price = cost.forecast && costOfStart(cost.forecast)
  const start = async () => {
    if (!canStart) return
    setStarting(true)
    try {
      const { sweepId } = await client.experiments.start(spec)
      // The new runs and their job are not in the lists that are known.
      void queries.invalidateQueries({ queryKey: query.experiments.key() })
      void queries.invalidateQueries({ queryKey: query.jobs.key() })
      await navigate({ to: '/runs', search: sweepId === null ? {} : { sweep: sweepId } })
    } catch (error) {
      setRefused(problemsOf(error))
      setStarting(false)
    }
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      void start()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })

  const problemOf = (path: string) => allProblems.find((problem) => problem.startsWith(`${path} `)) ?? null
  const take = (next: ExperimentDraft) => {
    setDraft(next)
    setJson(null)
    setRefused([])
  }
  const asking = plan?.recipes.find(({ generation }) => generation !== null && generation.model !== extractiveModel)
  const isAnswered = answerOf(draft) !== 'none' || 'generation' in draft.otherAxes
  const canCost = (cost.forecast?.lines.length ?? 0) > 0 || Object.values(draft.budget).some((cap) => cap !== null)
  const hiddenCount = recipeFields.filter(({ path, advanced: more }) => more && isAsked(path, draft)).length
  return (
    <>
      <ScreenBar title={source ? `New experiment from ${source.name}` : 'New experiment'}>
        <Segmented
          label="Edit as"
          value={tab}
          onChange={(next) => {
            setTab(next)
            if (next === 'form' && !typed?.problems) setJson(null)
          }}
          options={[
            ['form', 'Form'],
            ['json', 'JSON'],
          ]}
        />
        <Button
          variant="primary"
          icon={<Play size={13} />}
          shortcut="Ctrl ↵"
          disabled={!canStart}
          onClick={() => void start()}
        >
          {starting
            ? 'Starting'
            : [
                plan && plan.recipes.length > 1
                  ? `Start ${plan.recipes.length.toLocaleString('en-US')} runs`
                  : 'Start run',
                price,
              ]
                .filter(Boolean)
                .join(', ')}
        </Button>
      </ScreenBar>
      <div className={styles.body}>
        <div className={styles.form}>
          <QuestionsSection
            evalSets={evalSets}
            evalSet={evalSet}
            split={split?.name ?? ''}
            name={draft.name}
            onEvalSet={(name) => {
              setEvalName(name)
              setJson(null)
            }}
            onSplit={(name) => {
              setSplitName(name)
              setJson(null)
            }}
            onName={(name) => take({ ...draft, name })}
          />
          {tab === 'json' ? (
            <section className={styles.section} aria-label="The experiment as JSON">
              <h2>The experiment as JSON</h2>
              <p className={styles.explanation}>
                <code>base</code> holds what all runs share, <code>grid</code> lists of values by field name; every
                combination is one run.
              </p>
              <textarea
                className={styles.json}
                aria-label="The experiment as JSON"
                aria-invalid={allProblems.length > 0 || undefined}
                spellCheck={false}
                value={json ?? writeSpec(spec)}
                onChange={(event) => takeJson(event.target.value)}
              />
            </section>
          ) : (
            <>
              <RecipeForm
                draft={draft}
                source={source?.draft ?? null}
                changed={changed}
                advanced={advanced}
                problemOf={problemOf}
                splits={evalSet.splits.map(({ name }) => name).filter((name) => name !== split?.name)}
                onChange={take}
                preview={
                  plan && asking && allProblems.length === 0 ? (
                    <PromptPreview
                      key={`${evalSet.name} ${split?.name}`}
                      recipe={asking}
                      evalSet={evalSet.name}
                      split={split?.name}
                      isOneOfSeveral={plan.recipes.length > 1}
                    />
                  ) : null
                }
              />
              {isAnswered && (
                <EvaluatorsSection
                  evaluators={draft.evaluators}
                  retrieves={(draft.values.rung ?? []).some((rung) => hasRetrieval(Rung.safeParse(rung).data))}
                  problems={allProblems}
                  onChange={(evaluators) => take({ ...draft, evaluators })}
                />
              )}
              {canCost && (
                <BudgetSection
                  budget={draft.budget}
                  problems={allProblems}
                  onChange={(budget) => take({ ...draft, budget })}
                  batch={takesBatches(draft) ? draft.batch : null}
                  onBatch={(batch) => take({ ...draft, batch })}
                />
              )}
            </>
          )}
          {tab === 'form' && hiddenCount > 0 && (
            <Button
              variant="ghost"
              aria-expanded={advanced}
              className={styles.more!}
              onClick={() => setAdvanced(!advanced)}
            >
              {advanced ? 'Fewer fields' : `${hiddenCount} more fields`}
            </Button>
          )}
        </div>
        <PlanPanel
          plan={allProblems.length === 0 ? plan : null}
          forecast={cost.forecast}
          spec={spec}
          problems={allProblems}
          settled={isSettled && !cost.isPending}
        />
      </div>
    </>
  )
}
