import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { isExtractive } from '../../../shared/domain/is-extractive.ts'
import { hasRetrieval, Rung } from '../../../shared/domain/rung.ts'
import { EvaluatorsSection } from '../../forms/evaluators-section.tsx'
import { useEngine } from '../../rpc/engine.tsx'
import { Button } from '../../ui/button.tsx'
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
import { JsonSection } from './json-section.tsx'
import styles from './new-experiment.module.css'
import { PlanPanel } from './plan-panel.tsx'
import { PromptPreview } from './prompt-preview.tsx'
import { type EvalSetChoice, QuestionsSection } from './questions-section.tsx'
import { recipeFields } from './recipe-fields/recipe-fields.ts'
import { RecipeForm } from './recipe-form.tsx'
import { readSpec, writeSpec } from './spec-text.ts'
import { useForecast } from './use-forecast.ts'
import { problemsOf, usePlan } from './use-plan.ts'

interface ExperimentFormProps {
  evalSets: readonly EvalSetChoice[]
  /** What the address asks for. */
  prefilled: ExperimentDraft | null
  first: { evalSet: string | undefined; split: string | undefined }
  source: { name: string; draft: ExperimentDraft } | null
}

/** A form over the recipe; a field with several values makes a grid. The same as JSON in the other tab. */
export function ExperimentForm({ evalSets, prefilled, first, source }: ExperimentFormProps) {
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
  const asking = plan?.recipes.find(({ generation }) => generation !== null && !isExtractive(generation))
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
            <JsonSection text={json ?? writeSpec(spec)} invalid={allProblems.length > 0} onChange={takeJson} />
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
