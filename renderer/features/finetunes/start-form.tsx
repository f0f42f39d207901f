import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import {
  FineTuneHyperparameters,
  type FineTuneJob,
  FineTuneSpec,
  type TrainerOffer,
} from '../../../shared/domain/fine-tune-job.ts'
import type { TrainerSettings } from '../../../shared/domain/trainer.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { BaselineCard } from './baseline-card.tsx'
import styles from './finetunes.module.css'
import { useBaselines } from './use-baselines.ts'

const states: Readonly<Record<TrainerOffer['state'], string>> = {
  open: 'open',
  closing: 'closing',
  closed: 'closed',
  local: 'on your machine',
}

const names: Readonly<Record<keyof FineTuneHyperparameters, string>> = {
  epochs: 'Epochs',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  learningRateMultiplier: 'Learning rate, of theirs',
  loraRank: 'LoRA rank',
  loraAlpha: 'LoRA alpha',
  loraDropout: 'LoRA dropout',
  maxSequenceTokens: 'Longest example, tokens',
  evaluations: 'Evaluations',
  checkpoints: 'Checkpoints',
  seed: 'Seed',
}

/** What a job needs before it is sent: data, trainer, model, the un-tuned baselines, and what it will cost. */
export function StartForm({ training, onStarted }: { training: string; onStarted: (job: FineTuneJob) => void }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const offers = useQuery(query.fineTunes.trainers.queryOptions())
  const sets = useQuery(query.trainingSets.list.queryOptions())
  const [reference, setReference] = useState(training)
  const version = useQuery({
    ...query.fineTunes.trainingVersion.queryOptions({ input: { reference: reference.trim() || '-' } }),
    enabled: reference.trim() !== '',
    retry: false,
  })
  const [place, setPlace] = useState(0)
  const offer = offers.data?.[place]
  const [address, setAddress] = useState<string | null>(null)
  const [model, setModel] = useState('')
  const [name, setName] = useState('')
  const [capUsd, setCapUsd] = useState('')
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const baseModel = model.trim() || (offer?.baseModels[0] ?? '')
  const trainer = offer && withAddress(offer.settings, address)
  const hyperparameters = Object.fromEntries(
    (offer?.hyperparameters ?? []).flatMap((field) => (texts[field]?.trim() ? [[field, Number(texts[field])]] : [])),
  )
  const evalSetId = version.data?.evalSetId ?? null
  const baselines = useBaselines(evalSetId, baseModel)
  const parsed = FineTuneSpec.safeParse({
    name: name.trim() || `${baseModel.split('/').at(-1)} on ${version.data?.name ?? 'data'}`.slice(0, 100),
    trainer,
    baseModel,
    trainingVersionId: version.data?.versionId,
    hyperparameters: FineTuneHyperparameters.safeParse(hyperparameters).success ? hyperparameters : { epochs: -1 },
    capUsd: capUsd.trim() === '' ? null : Number(capUsd),
    baselineRunIds: baselines.runs.map(({ runId }) => runId),
  })
  const spec = parsed.success ? parsed.data : null
  const estimate = useQuery({
    ...query.fineTunes.estimate.queryOptions({ input: spec ?? ({} as FineTuneSpec) }),
    enabled: spec !== null,
    retry: false,
    placeholderData: (before) => before,
  })
  const start = useMutation({
    mutationFn: (given: FineTuneSpec) => client.fineTunes.start(given),
    onSuccess: async (job) => {
      await queries.invalidateQueries({ queryKey: query.fineTunes.list.key() })
      onStarted(job)
    },
  })
  const failure = offers.error ?? (reference.trim() === '' ? null : version.error) ?? estimate.error ?? start.error
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <h2>New job</h2>
      </header>
      {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Card title="Data and trainer">
            <div className={styles.form}>
              <TextField
                label="Training set"
                hint={
                  version.data
                    ? `Version ${version.data.number}: ${version.data.counts.train} train, ${version.data.counts.validation} validation, ${version.data.counts.test} test rows.`
                    : 'Its name, or the id of a version with a frozen split.'
                }
                value={reference}
                list="training-sets"
                onChange={(event) => setReference(event.target.value)}
              />
              <datalist id="training-sets">
                {(sets.data ?? []).map((set) => (
                  <option key={set.trainingSetId} value={set.name} />
                ))}
              </datalist>
              <div className={styles.choice}>
                <span aria-hidden="true">Trainer</span>
                <Select
                  label="Trainer"
                  value={String(place)}
                  onChange={(next) => {
                    setPlace(Number(next))
                    setAddress(null)
                    setModel('')
                  }}
                  options={(offers.data ?? []).map(({ label, state }, index) => [
                    String(index),
                    `${label} (${states[state]})`,
                  ])}
                />
              </div>
              {offer && (
                <Notice kind={offer.state === 'open' || offer.state === 'local' ? 'info' : 'warning'}>
                  {offer.hint}
                  {offer.missing && ` ${offer.missing}`}
                </Notice>
              )}
              {trainer && 'baseUrl' in trainer && (
                <TextField
                  label="Address"
                  value={trainer.baseUrl}
                  onChange={(event) => setAddress(event.target.value)}
                />
              )}
              <TextField
                label="Base model"
                hint={
                  offer && offer.baseModels.length > 0
                    ? `For example ${offer.baseModels.join(', ')}.`
                    : 'As the server knows it.'
                }
                value={model}
                placeholder={offer?.baseModels[0] ?? ''}
                onChange={(event) => setModel(event.target.value)}
              />
              <TextField
                label="Name"
                value={name}
                placeholder={spec?.name ?? ''}
                onChange={(event) => setName(event.target.value)}
              />
              <TextField
                label="Cap, $"
                hint="Nothing is sent when the estimate is above it or not known. Empty: only the month’s cap counts."
                inputMode="decimal"
                value={capUsd}
                onChange={(event) => setCapUsd(event.target.value)}
              />
            </div>
          </Card>
          <Card title="Hyperparameters" note="empty leaves it to the trainer">
            <div className={styles.form}>
              {(offer?.hyperparameters ?? []).map((field) => (
                <TextField
                  key={field}
                  label={names[field]}
                  inputMode="decimal"
                  value={texts[field] ?? ''}
                  error={isAllowed(field, texts[field]) ? null : 'Not a value that can be used here.'}
                  onChange={(event) => setTexts({ ...texts, [field]: event.target.value })}
                />
              ))}
            </div>
          </Card>
        </div>
        <div className={styles.stack}>
          <BaselineCard
            baselines={baselines}
            hasEvalSet={evalSetId !== null}
            baseModel={baseModel}
            trainer={trainer ?? null}
          />
          <Card title="Estimate">
            <div className={styles.cardBody}>
              {estimate.data && spec ? (
                <>
                  <p>
                    <strong>
                      {estimate.data.costUsd === null ? 'cost not known' : formatFigure(estimate.data.costUsd, 'usd')}
                    </strong>{' '}
                    {estimate.data.trainTokens.toLocaleString('en-US')} tokens × {estimate.data.epochs} epochs
                    {estimate.data.epochsAssumed && ' (assumed)'}
                    {estimate.data.usdPerMillionTokens !== null && ` × $${estimate.data.usdPerMillionTokens} / 1M`}
                  </p>
                  {estimate.data.priceSource && (
                    <p className={styles.quiet}>
                      Price: {estimate.data.priceSource}, {estimate.data.priceDate}
                    </p>
                  )}
                  <ul className={styles.notes}>
                    {estimate.data.warnings.map((warning) => (
                      <li key={warning}>{warning}</li>
                    ))}
                  </ul>
                </>
              ) : (
                <p className={styles.quiet}>Name the training set first.</p>
              )}
              {baselines.missing.length > 0 && spec && (
                <p>The un-tuned model is not measured yet: what tuning gains could not be told.</p>
              )}
              <div className={styles.buttons}>
                <Button
                  variant={baselines.missing.length > 0 ? 'default' : 'primary'}
                  disabled={spec === null || start.isPending || estimate.isError}
                  onClick={() => spec && start.mutate(spec)}
                >
                  {start.isPending
                    ? 'Starting'
                    : baselines.missing.length > 0
                      ? 'Start without a baseline'
                      : 'Start job'}
                </Button>
              </div>
            </div>
          </Card>
        </div>
      </div>
    </div>
  )
}

function withAddress(settings: TrainerSettings, address: string | null): TrainerSettings {
  return address !== null && 'baseUrl' in settings ? { ...settings, baseUrl: address } : settings
}

function isAllowed(field: keyof FineTuneHyperparameters, text: string | undefined): boolean {
  return !text?.trim() || FineTuneHyperparameters.safeParse({ [field]: Number(text) }).success
}
