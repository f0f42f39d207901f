import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { FineTuneAction, FineTuneEvent, FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import { isLocalTrainer } from '../../../shared/domain/trainer.ts'
import { trainerTokenLimit } from '../../../shared/domain/trainer-token-limit.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useReadOnly } from '../../rpc/use-read-only.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { CheckpointCard } from './checkpoint-card.tsx'
import { CurveCard } from './curve-card.tsx'
import shared from './finetunes.module.css'
import { ForgettingCard } from './forgetting-card.tsx'
import { hyperparameterNames } from './hyperparameter-fields.tsx'
import styles from './job-page.module.css'
import { JobSteps } from './job-steps.tsx'
import { blockersOf, PreflightCard, usePreflight } from './preflight-card.tsx'
import { actionWords, statusPills, statusWords } from './status-words.ts'
import { TunedPrice } from './tuned-price.tsx'
import { useFineTune } from './use-fine-tune.ts'

/** Nothing was trained, so there is no curve. */
const untrained: readonly FineTuneJob['status'][] = ['prepared', 'sending', 'unconfirmed', 'refused']

/** One job, live: state, curve, checkpoints, what was done, and what can be done now. */
export function JobPage({ fineTuneJobId, jobs }: { fineTuneJobId: FineTuneJobId; jobs: readonly FineTuneJob[] }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [revision, setRevision] = useState(0)
  const [asked, setAsked] = useState<FineTuneAction | null>(null)
  const isReadOnly = useReadOnly()
  const live = useFineTune(fineTuneJobId, revision)
  const { job } = live
  const points = useQuery({
    ...query.fineTunes.points.queryOptions({ input: { fineTuneJobId } }),
    // New points are another question.
    queryKey: [...query.fineTunes.points.key({ input: { fineTuneJobId } }), live.pointsRevision],
    placeholderData: (before) => before,
  })
  const version = useQuery({
    ...query.fineTunes.trainingVersion.queryOptions({ input: { reference: job?.trainingVersionId ?? '-' } }),
    enabled: job?.trainingVersionId != null,
    retry: false,
  })
  const maxTokens = job?.trainer
    ? trainerTokenLimit(job.trainer, job.baseModel, job.hyperparameters.maxSequenceTokens)
    : null
  const preflight = usePreflight(version.data?.versionId, maxTokens)
  const runs = useQuery({
    ...query.experiments.list.queryOptions({ input: {} }),
    enabled: job?.status === 'succeeded',
  })
  const datasets = useQuery(query.datasets.list.queryOptions())
  const act = useMutation({
    mutationFn: (action: FineTuneAction) => client.fineTunes[action]({ fineTuneJobId }),
    onSettled: () => {
      setRevision((before) => before + 1)
      return queries.invalidateQueries({ queryKey: query.fineTunes.list.key() })
    },
  })
  if (!job) {
    return (
      <div className={shared.page}>
        {live.error ? (
          <Notice kind="error">{errorSentence(live.error)}</Notice>
        ) : (
          <Skeleton width="100%" height={200} label="Reading the job" />
        )}
      </div>
    )
  }
  const measuredOn = datasets.data?.evalSets.find(({ evalSetId }) => evalSetId === version.data?.evalSetId)
  const evalSet = measuredOn?.name ?? null
  const corpus = datasets.data?.corpora.find(({ corpusId }) => corpusId === measuredOn?.corpusId)
  // Nothing can be retrieved from no documents.
  const rung = corpus?.documents === 0 ? ({ rung: 'finetune' } as const) : {}
  const isMeasured = (runs.data?.runs ?? []).some(
    ({ recipe, status }) =>
      status === 'finished' &&
      recipe !== null &&
      runs.data?.recipes[recipe]?.generation?.tuned?.fineTuneJobId === fineTuneJobId,
  )
  return (
    <section className={shared.page} aria-label={`Job ${job.name}`}>
      <header className={shared.pageHead}>
        <h2>{job.name}</h2>
        <RungBadge rung="finetune" />
        <Pill kind={statusPills[job.status]}>{statusWords[job.status]}</Pill>
        {job.providerJobId && <code>{job.providerJobId}</code>}
        <span className={shared.pageActions}>
          {(isReadOnly ? [] : job.actions).map((action) => (
            <Button
              key={action}
              size="small"
              variant={action === 'cancel' ? 'danger' : 'default'}
              disabled={act.isPending}
              onClick={() => (doubtOf(action, job) === null ? act.mutate(action) : setAsked(action))}
            >
              {action === 'sendAgain' && job.status === 'refused' ? 'Send again' : actionWords[action]}
            </Button>
          ))}
          {job.tunedModel !== null && (
            <Button
              size="small"
              variant="primary"
              onClick={() =>
                void navigate({
                  to: '/new',
                  search: { ...(evalSet === null ? {} : { evalSet, split: 'test' }), tuned: fineTuneJobId, ...rung },
                })
              }
            >
              Run on eval set
            </Button>
          )}
        </span>
      </header>
      {asked !== null && (
        <Dialog
          open
          onOpenChange={(open) => !open && setAsked(null)}
          title={`${actionWords[asked]}?`}
          footer={
            <>
              <Button onClick={() => setAsked(null)}>Leave it</Button>
              <Button
                variant="danger"
                onClick={() => {
                  setAsked(null)
                  act.mutate(asked)
                }}
              >
                {asked === 'cancel' ? 'Cancel the job' : 'Send it again'}
              </Button>
            </>
          }
        >
          {doubtOf(asked, job)}
        </Dialog>
      )}
      {version.data && <JobSteps job={job} blockers={blockersOf(preflight.data)} isMeasured={isMeasured} />}
      {job.noBaselineReason !== null && (
        <Notice kind="warning">Started without a baseline: {job.noBaselineReason}</Notice>
      )}
      {act.error && <Notice kind="error">{errorSentence(act.error)}</Notice>}
      {job.notice && <Notice kind={job.status === 'unconfirmed' ? 'warning' : 'info'}>{job.notice}</Notice>}
      {job.error && <Refusal error={job.error} />}
      <div className={shared.columns}>
        <div className={shared.stack}>
          <CurveCard
            job={job}
            points={points.data ?? []}
            others={jobs.filter((other) => other.fineTuneJobId !== fineTuneJobId && !untrained.includes(other.status))}
          />
          {job.tunedModel !== null && <ForgettingCard job={job} />}
          <EventsCard events={live.events} />
        </div>
        <div className={shared.stack}>
          <CheckpointCard job={job} evalSet={evalSet} hasDocuments={corpus?.documents !== 0} />
          {corpus?.documents === 0 && job.tunedModel !== null && (
            <p className={shared.quiet}>
              Hybrid runs need documents: import some under the name “{corpus.corpusName}”, and the eval set follows
              them.
            </p>
          )}
          {version.data && <PreflightCard version={version.data} maxTokens={maxTokens} />}
          <Card title="Job">
            <dl className={styles.lines}>
              <Line name="Base model" value={job.baseModel || 'not known'} />
              <Line name="Tuned model" value={job.tunedModel ?? (job.folder ? 'files in its folder' : 'none yet')} />
              <Line name="Trainer" value={job.trainer?.kind ?? 'not known'} />
              {job.folder && <Line name="Folder" value={job.folder} />}
              <div>
                <dt>Data</dt>
                <dd>
                  {version.data ? (
                    <Link to="/datasets" search={{ trainingSet: version.data.name }}>
                      {version.data.name}, version {version.data.number}
                    </Link>
                  ) : job.trainingVersionId ? (
                    'not found'
                  ) : (
                    'not known'
                  )}
                </dd>
              </div>
              {version.data && (
                <Line
                  name="Rows"
                  value={`${version.data.counts.train} train, ${version.data.counts.validation} validation, ${version.data.counts.test} test`}
                />
              )}
              {Object.entries(job.hyperparameters).flatMap(([name, value]) =>
                value === null
                  ? []
                  : [
                      <Line
                        key={name}
                        name={hyperparameterNames[name as keyof typeof hyperparameterNames]}
                        value={String(value)}
                      />,
                    ],
              )}
              <Line name="Tokens billed" value={job.trainedTokens?.toLocaleString('en-US') ?? 'not known'} />
              <Line name="Estimate" value={usd(job.costEstimateUsd)} />
              <Line name="Cost" value={usd(job.costUsd)} />
              {job.priceSource && <Line name="Price" value={job.priceSource} />}
            </dl>
            {job.baselineRunIds.length > 0 && (
              <p className={shared.cardBody}>
                Measured before:{' '}
                {job.baselineRunIds.map((runId, index) => (
                  <span key={runId}>
                    {index > 0 && ', '}
                    <Link to="/runs/$runId" params={{ runId }}>
                      baseline {index + 1}
                    </Link>
                  </span>
                ))}
              </p>
            )}
          </Card>
          <Card title="Deployment">
            <ul className={shared.notes}>
              {deploymentNotes(job).map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
            {job.tunedModel !== null && <TunedPrice job={job} />}
          </Card>
        </div>
      </div>
    </section>
  )
}

/** What is lost by an action that cannot be taken back; null where nothing is. */
function doubtOf(action: FineTuneAction, { status, name }: FineTuneJob): string | null {
  if (action === 'cancel') {
    return `What ${name} trained so far is lost but for its checkpoints, and is paid for as the provider bills it.`
  }
  if (action === 'sendAgain' && status === 'unconfirmed') {
    return `If the provider has ${name} after all, there will be two of them, and both are paid for. Look there first, or search again.`
  }
  return null
}

function Refusal({ error }: { error: NonNullable<FineTuneJob['error']> }) {
  return (
    <Notice kind="error">
      <p className={styles.verbatim}>“{error.message}”</p>
      <p className={shared.quiet}>
        The provider’s own words
        {error.status === null ? '' : `, status ${error.status}`}
        {error.code === null ? '' : `, ${error.code}`}.
      </p>
      <ul className={shared.notes}>
        {error.advice.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Notice>
  )
}

function EventsCard({ events }: { events: readonly FineTuneEvent[] }) {
  return (
    <Card title="Events" note="the newest first, times in UTC">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className={styles.events} aria-label="Events, the newest first" tabIndex={0}>
        <ul>
          {events.toReversed().map(({ seq, at, source, level, message }) => (
            <li key={seq} className={level === 'info' ? undefined : styles.loud}>
              <time dateTime={at}>{at.slice(0, 19).replace('T', ' ')}</time>
              <span className={shared.quiet}>{source === 'provider' ? 'provider' : 'here'}</span>
              <span dir="auto">{message}</span>
            </li>
          ))}
        </ul>
      </section>
    </Card>
  )
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={value}>{value}</dd>
    </div>
  )
}

function usd(value: number | null): string {
  return value === null ? 'not known' : formatFigure(value, 'usd')
}

function deploymentNotes({ trainer, shutdownDate, tunedModel }: FineTuneJob): string[] {
  const end = shutdownDate === null ? [] : [`The provider answers with this model until ${shutdownDate}.`]
  if (trainer === null) return [...end, 'Where this model answers is not known: give its server when you run it.']
  if (isLocalTrainer(trainer)) {
    return [
      'The model is files in the job’s folder: serve it yourself, for example vLLM with its LoRA adapter, and run it as any server with the OpenAI API.',
      'Its cost is that of your machine: enter it as hosting a month on the run page.',
    ]
  }
  if (trainer.kind === 'azure') {
    return [
      ...end,
      'Deploy it at Azure before it answers; the run takes the name of the deployment. Hosting is billed by the hour: enter it on the run page.',
    ]
  }
  if (trainer.kind === 'together') {
    return [
      ...end,
      'Asked at Together by its name where the base model is served for adapters; else it needs an endpoint of its own, billed by the hour.',
    ]
  }
  return [
    ...end,
    tunedModel === null
      ? 'It answers under its name as soon as the job has succeeded.'
      : 'It answers under its name at once; nothing is billed while it is not asked.',
    ...(tunedModel === null ? [] : ['Its price per token is its own: enter it below where it is not known.']),
  ]
}
