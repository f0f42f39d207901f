import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  FineTuneHyperparameters,
  type FineTuneJob,
  FineTuneSpec,
  type TrainerOffer,
} from '../../../shared/domain/fine-tune-job.ts'
import type { TrainerSettings } from '../../../shared/domain/trainer.ts'
import { trainerTokenLimit } from '../../../shared/domain/trainer-token-limit.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { BaselineCard, useBaseline } from './baseline-card.tsx'
import { EstimateCard } from './estimate-card.tsx'
import styles from './finetunes.module.css'
import { frozenVersions, isFrozen } from './frozen-versions.ts'
import { HyperparameterFields, isAllowed } from './hyperparameter-fields.tsx'
import { blockersOf, PreflightCard, usePreflight } from './preflight-card.tsx'
import { StartCard } from './start-card.tsx'

const states: Readonly<Record<TrainerOffer['state'], string>> = {
  open: 'open',
  closing: 'closing',
  closed: 'closed',
  local: 'on your machine',
}

/** What a job needs before it is sent: checked data, a trainer, a model, the un-tuned baselines, and what it will cost. */
export function StartForm({ version: asked, onStarted }: { version: string; onStarted: (job: FineTuneJob) => void }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const offers = useQuery(query.fineTunes.trainers.queryOptions())
  const sets = useQuery(query.trainingSets.list.queryOptions())
  const named = useQuery({
    ...query.fineTunes.trainingVersion.queryOptions({ input: { reference: asked || '-' } }),
    enabled: asked !== '',
    retry: false,
  })
  const [chosenId, setChosenId] = useState<string | null>(null)
  const versions = frozenVersions(sets.data ?? [], named.data)
  const wanted = chosenId ?? named.data?.versionId
  const version = versions.find(({ versionId }) => versionId === wanted) ?? (asked === '' ? versions[0] : undefined)
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
  const longest = isAllowed('maxSequenceTokens', texts.maxSequenceTokens) ? texts.maxSequenceTokens?.trim() : ''
  const maxTokens = trainer ? trainerTokenLimit(trainer, baseModel, longest ? Number(longest) : null) : null
  const preflight = usePreflight(version?.versionId, maxTokens)
  const baseline = useBaseline(version, baseModel)
  const parsed = FineTuneSpec.safeParse({
    name: name.trim() || `${baseModel.split('/').at(-1)} on ${version?.name ?? 'data'}`.slice(0, 100),
    trainer,
    baseModel,
    trainingVersionId: version?.versionId,
    hyperparameters: FineTuneHyperparameters.safeParse(hyperparameters).success ? hyperparameters : { epochs: -1 },
    capUsd: capUsd.trim() === '' ? null : Number(capUsd),
    baselineRunIds: [...(baseline.data?.zeroShot.slice(-1) ?? []), ...(baseline.data?.fewShot.slice(-1) ?? [])],
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
  const failure = offers.error ?? sets.error ?? named.error ?? baseline.error ?? estimate.error ?? start.error
  const unfrozen = (sets.data ?? []).filter(({ current }) => !isFrozen(current))
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <h2>New job</h2>
      </header>
      {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
      {named.data && !isFrozen(named.data) && (
        <Notice kind="warning">
          The split of {named.data.name}, version {named.data.number}, is not frozen, so it cannot be trained on yet.
        </Notice>
      )}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Card title="Data and trainer">
            <div className={styles.form}>
              {versions.length > 0 ? (
                <div className={styles.choice}>
                  <span aria-hidden="true">Training set</span>
                  <Select
                    label="Training set"
                    value={version?.versionId ?? ''}
                    onChange={setChosenId}
                    options={[
                      ...(version ? [] : [['', 'Choose one'] as const]),
                      ...versions.map((one) => [one.versionId, `${one.name}, version ${one.number}`] as const),
                    ]}
                  />
                  {version && (
                    <span className={styles.quiet}>
                      {version.counts.train} train, {version.counts.validation} validation, {version.counts.test} test
                    </span>
                  )}
                </div>
              ) : (
                sets.data && (
                  <p>
                    No training set has a frozen split yet. <Link to="/datasets">Open the datasets</Link>: import chat
                    rows there, and freeze their split.
                  </p>
                )
              )}
              {unfrozen.length > 0 && (
                <p className={styles.quiet}>
                  Not frozen yet:{' '}
                  {unfrozen.map((set, index) => (
                    <span key={set.trainingSetId}>
                      {index > 0 && ', '}
                      <Link to="/datasets" search={{ trainingSet: set.name }}>
                        {set.name}
                      </Link>
                    </span>
                  ))}
                </p>
              )}
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
          <HyperparameterFields
            fields={offer?.hyperparameters ?? []}
            texts={texts}
            onChange={(field, text) => setTexts({ ...texts, [field]: text })}
          />
        </div>
        <div className={styles.stack}>
          {version && <PreflightCard version={version} maxTokens={maxTokens} />}
          {version && trainer && (
            <BaselineCard
              key={`${version.versionId} ${baseModel} ${JSON.stringify(trainer)}`}
              {...{ version, baseModel, trainer }}
            />
          )}
          <EstimateCard spec={spec} estimate={estimate.data} />
          <StartCard
            spec={spec}
            blockers={blockersOf(preflight.data)}
            isChecked={preflight.isSuccess}
            isMeasured={baseline.data?.isMeasured ?? false}
            missing={baseline.data?.missing ?? null}
            isBusy={start.isPending || estimate.isError}
            onStart={(given) => start.mutate(given)}
          />
        </div>
      </div>
    </div>
  )
}

function withAddress(settings: TrainerSettings, address: string | null): TrainerSettings {
  return address !== null && 'baseUrl' in settings ? { ...settings, baseUrl: address } : settings
}
