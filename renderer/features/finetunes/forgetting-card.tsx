import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { generalSuiteName, generalSuitePrompt } from '../../../shared/domain/general-suite.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { tunedGeneration } from '../../../shared/domain/tuned-generation.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useJob } from '../../rpc/use-job.ts'
import { useReadOnly } from '../../rpc/use-read-only.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Delta } from '../../ui/delta.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './finetunes.module.css'

const metric = 'exactMatch'

/** Answers compared as they are: in tasks about format, case and punctuation are what is asked for. */
const strictMetric = 'label'
const strictTasks = 'format'

/** What the tuned model still can: base and tuned on tasks of general ability, by kind of task, paired. */
export function ForgettingCard({ job }: { job: FineTuneJob }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const [named, setNamed] = useState(generalSuiteName)
  const datasets = useQuery(query.datasets.list.queryOptions())
  const runs = useQuery(query.experiments.list.queryOptions({ input: {} }))
  const evalSets = datasets.data?.evalSets ?? []
  const suite = evalSets.find(({ name }) => name === named) ?? null
  const again = () => queries.invalidateQueries()
  const load = useMutation({
    mutationFn: async () => client.datasets.import(await client.workspace.generalSuite()),
  })
  useJob(load.data?.jobId ?? null, again)
  const generation = tunedGeneration(job, null)
  const place = runs.data?.evalSets.findIndex(({ evalSetId }) => evalSetId === suite?.evalSetId) ?? -1
  const onSuite = (runs.data?.runs ?? []).flatMap((run) => {
    const recipe = run.recipe === null ? null : runs.data!.recipes[run.recipe]!
    return recipe && run.evalSet === place && run.status === 'finished' ? [{ run, recipe }] : []
  })
  const base = onSuite.find(
    ({ recipe }) =>
      recipe.rung === 'prompt' && recipe.generation?.model === job.baseModel && recipe.prompt.examples.kind === 'none',
  )?.run.runId
  const tuned = onSuite.find(
    ({ recipe }) => recipe.rung === 'finetune' && recipe.generation?.tuned?.fineTuneJobId === job.fineTuneJobId,
  )?.run.runId
  const start = useMutation({
    mutationFn: async () => {
      if (!generation?.provider || !suite) return null
      const { model, provider, tuned: origin } = generation
      const shared = { prompt: suite.name === generalSuiteName ? generalSuitePrompt : {} }
      const spec = (rest: object) =>
        SweepSpec.parse({ eval: suite.name, evaluators: [{ kind: 'label' }], base: { ...shared, ...rest } })
      if (!base) {
        await client.experiments.start(spec({ rung: 'prompt', generation: { model: job.baseModel, provider } }))
      }
      return client.experiments.start(spec({ rung: 'finetune', generation: { model, provider, tuned: origin } }))
    },
  })
  const running = useJob(start.data?.jobId ?? null, again)
  const isReadOnly = useReadOnly()
  const failure = datasets.error ?? runs.error ?? load.error ?? start.error
  return (
    <Card
      title="Forgetting"
      note="base against tuned, exact match"
      end={
        evalSets.length > 1 || (evalSets.length === 1 && !suite) ? (
          <Select
            label="General eval set"
            value={named}
            onChange={setNamed}
            options={[...new Set([generalSuiteName, ...evalSets.map(({ name }) => name)])].map((name) => [name, name])}
          />
        ) : null
      }
    >
      <div className={styles.cardBody}>
        {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
        {!suite ? (
          <>
            <p>
              60 short tasks tell whether tuning cost general ability: instructions, arithmetic, reading, format, and
              knowing what cannot be known.
            </p>
            <div className={styles.buttons}>
              <Button
                size="small"
                disabled={isReadOnly || load.isPending || load.isSuccess}
                onClick={() => load.mutate()}
              >
                Load the general suite
              </Button>
            </div>
          </>
        ) : base && tuned ? (
          <Forgotten base={base} tuned={tuned} />
        ) : generation?.provider ? (
          <>
            <p>{base ? 'The base model is measured; the tuned one is not.' : 'Neither is measured on it yet.'}</p>
            <div className={styles.buttons}>
              <Button
                size="small"
                disabled={isReadOnly || start.isPending || (start.isSuccess && running?.status !== 'failed')}
                onClick={() => start.mutate()}
              >
                {start.isSuccess && running?.status !== 'failed'
                  ? 'Running'
                  : `Run ${base ? 'tuned' : 'base and tuned'}`}
              </Button>
            </div>
          </>
        ) : (
          <p className={styles.quiet}>
            Where the tuned model answers is not known: run base and tuned on this eval set as new experiments.
          </p>
        )}
      </div>
    </Card>
  )
}

function Forgotten({ base, tuned }: { base: RunId; tuned: RunId }) {
  const { query } = useEngine()
  const { data, error } = useQuery(
    query.results.compareSlices.queryOptions({ input: { runs: [base, tuned], baseline: base, metric } }),
  )
  const strict = useQuery(
    query.results.compareSlices.queryOptions({ input: { runs: [base, tuned], baseline: base, metric: strictMetric } }),
  )
  const strictSlices = strict.data?.slices.filter(
    ({ kind, name, cells }) => kind === 'tag' && name === strictTasks && cells.some(({ value }) => value !== null),
  )
  const kinds = (data?.slices ?? [])
    .filter(({ kind }) => kind === 'tag')
    .map((slice) => strictSlices?.find(({ name }) => name === slice.name) ?? slice)
  const worse = kinds.filter(({ cells }) =>
    cells.some(({ runId, ciHigh }) => runId === tuned && ciHigh !== null && ciHigh < 0),
  )
  return (
    <>
      {error && <Notice kind="error">{errorSentence(error)}</Notice>}
      {data && (
        <>
          {kinds.length > 0 && (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Tasks</th>
                  <th scope="col">n</th>
                  <th scope="col">Base</th>
                  <th scope="col">Tuned</th>
                  <th scope="col">Change, 95 %</th>
                </tr>
              </thead>
              <tbody>
                {kinds.map(({ name, cells }) => {
                  const was = cells.find(({ runId }) => runId === base)
                  const is = cells.find(({ runId }) => runId === tuned)
                  if (!is) return null
                  const { difference, ciLow, ciHigh } = is
                  return (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      <td>{is.n}</td>
                      <td>{figure(was?.value)}</td>
                      <td>{figure(is.value)}</td>
                      <td>
                        {difference === null ? (
                          '–'
                        ) : (
                          <>
                            <Delta
                              value={difference}
                              text={formatChange(difference, 'fraction')}
                              better="higher"
                              undecided={ciLow === null || ciHigh === null || (ciLow <= 0 && ciHigh >= 0)}
                            />
                            <br />
                            <span className={styles.quiet}>{formatInterval(ciLow, ciHigh, 'fraction')}</span>
                          </>
                        )}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )}
          <p>
            {worse.length === 0
              ? 'No kind of task is worse beyond chance. Format is compared to the letter. The intervals are not corrected for their number.'
              : `Worse beyond chance: ${worse.map(({ name }) => name).join(', ')}. Format is compared to the letter. The intervals are not corrected for their number.`}
          </p>
        </>
      )}
      <p>
        <Link to="/compare" search={{ runs: [base, tuned], baseline: base }}>
          Open base and tuned in Compare
        </Link>
      </p>
    </>
  )
}

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatFigure(value, 'fraction')
}
