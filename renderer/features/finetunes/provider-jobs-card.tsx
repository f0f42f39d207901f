import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ProviderFineTune } from '../../../shared/domain/fine-tune-job.ts'
import { isLocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './finetunes.module.css'
import { statusPills, statusWords } from './status-words.ts'

/** A model with fewer days than this is shown as urgent. */
const urgentDays = 60

/** What a provider has, with the days that its models have left; some or all of it is taken over. */
export function ProviderJobsCard() {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const offers = useQuery(query.fineTunes.trainers.queryOptions())
  const remote = (offers.data ?? []).filter(({ settings }) => !isLocalTrainer(settings))
  const [kind, setKind] = useState<string | null>(null)
  const [address, setAddress] = useState<string | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  // What closes is what has to be rescued, so it comes first here.
  const firstPlace = remote.findIndex(({ kind: own, state }) => own === 'openai' && state !== 'open')
  const place = kind === null ? Math.max(0, firstPlace) : Number(kind)
  const offer = remote[place]
  const trainer = offer && withAddress(offer.settings, address)
  const list = useMutation({
    mutationFn: (settings: TrainerSettings) => client.fineTunes.providerJobs(settings),
    onSuccess: () => setChosen(new Set()),
  })
  const take = useMutation({
    mutationFn: async ({ settings, ids }: { settings: TrainerSettings; ids: readonly string[] }) => {
      const failures: string[] = []
      // One after another: each brings its curve and files with it.
      for (const providerJobId of ids) {
        await client.fineTunes
          .importJob({ trainer: settings, providerJobId })
          .catch((error: unknown) => failures.push(`${providerJobId}: ${errorSentence(error)}`))
      }
      return { imported: ids.length - failures.length, failures }
    },
    onSettled: (_, __, { settings }) => {
      list.mutate(settings)
      return queries.invalidateQueries({ queryKey: query.fineTunes.list.key() })
    },
  })
  const jobs = list.data ?? []
  const open = jobs.filter(({ fineTuneJobId }) => fineTuneJobId === null)
  const urgent = jobs.filter(({ daysLeft, tunedModel }) => tunedModel && daysLeft !== null && daysLeft >= 0)
  return (
    <Card title="From a provider" note="its list, read now; nothing is changed there">
      <div className={styles.cardBody}>
        <div className={styles.choice}>
          <span aria-hidden="true">Provider</span>
          <Select
            label="Provider"
            value={String(place)}
            onChange={(next) => {
              setKind(next)
              setAddress(null)
              list.reset()
            }}
            options={remote.map(({ label }, index) => [String(index), label])}
          />
        </div>
        {offer && <p className={styles.quiet}>{offer.missing ?? offer.hint}</p>}
        {trainer && 'baseUrl' in trainer && (
          <TextField
            label="Address"
            value={trainer.baseUrl}
            onChange={(event) => {
              setAddress(event.target.value)
              list.reset()
            }}
          />
        )}
        <div className={styles.buttons}>
          <Button
            variant={list.data ? 'default' : 'primary'}
            disabled={!trainer || list.isPending}
            onClick={() => trainer && list.mutate(trainer)}
          >
            {list.isPending ? 'Reading the list' : 'List its jobs'}
          </Button>
          {list.data && trainer && (
            <>
              <Button
                variant="primary"
                disabled={chosen.size === 0 || take.isPending}
                onClick={() => take.mutate({ settings: trainer, ids: [...chosen] })}
              >
                {take.isPending ? 'Importing' : `Import ${chosen.size || ''} chosen`.replace('  ', ' ')}
              </Button>
              <Button
                disabled={open.length === 0}
                onClick={() => setChosen(new Set(open.map(({ providerJobId }) => providerJobId)))}
              >
                Choose all that are not here
              </Button>
            </>
          )}
        </div>
        {list.error && <Notice kind="error">{errorSentence(list.error)}</Notice>}
        {take.data && take.data.imported > 0 && (
          <Notice kind="success">
            {take.data.imported === 1 ? 'One job is' : `${take.data.imported} jobs are`} here now, with events, curve,
            checkpoints and result files. Freeze their answers while the model still gives them.
          </Notice>
        )}
        {(take.data?.failures ?? []).map((failure) => (
          <Notice key={failure} kind="error">
            {failure}
          </Notice>
        ))}
        {urgent.length > 0 && (
          <Notice kind="warning">
            {urgent.length === 1 ? 'One tuned model answers' : `${urgent.length} tuned models answer`} until{' '}
            {urgent[0]!.shutdownDate}: {urgent[0]!.daysLeft} days are left.
          </Notice>
        )}
        {list.data && jobs.length === 0 && <p>It has no fine-tune job.</p>}
        {jobs.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">Model</th>
                <th scope="col">State</th>
                <th scope="col">Made</th>
                <th scope="col">Days left</th>
                <th scope="col">Here</th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <JobRow
                  key={job.providerJobId}
                  job={job}
                  isChosen={chosen.has(job.providerJobId)}
                  onChoose={(isChosen) => {
                    const next = new Set(chosen)
                    if (isChosen) next.add(job.providerJobId)
                    else next.delete(job.providerJobId)
                    setChosen(next)
                  }}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Card>
  )
}

interface JobRowProps {
  job: ProviderFineTune
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
}

function JobRow({ job, isChosen, onChoose }: JobRowProps) {
  const { providerJobId, baseModel, tunedModel, status, createdAt, daysLeft, shutdownDate, fineTuneJobId } = job
  return (
    <tr>
      <th scope="row">
        <label className={styles.rowChoice}>
          <input
            type="checkbox"
            disabled={fineTuneJobId !== null}
            checked={isChosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
          {providerJobId}
        </label>
      </th>
      <td>
        {tunedModel ?? 'no tuned model'}
        <br />
        <span className={styles.quiet}>from {baseModel}</span>
      </td>
      <td>
        <Pill kind={statusPills[status]}>{statusWords[status]}</Pill>
      </td>
      <td>{createdAt === null ? '–' : new Date(createdAt).toLocaleDateString()}</td>
      <td title={shutdownDate ?? undefined}>
        {daysLeft === null ? (
          'none announced'
        ) : daysLeft < 0 ? (
          <Pill kind="bad">{`ended ${shutdownDate}`}</Pill>
        ) : (
          <Pill kind={daysLeft < urgentDays ? 'warning' : 'plain'}>{`${daysLeft} days`}</Pill>
        )}
      </td>
      <td>
        {fineTuneJobId === null ? (
          '–'
        ) : (
          <>
            <Link to="/finetunes" search={{ job: fineTuneJobId }}>
              Open
            </Link>
            {tunedModel !== null && (
              <>
                {', '}
                <Link to="/new" search={{ tuned: fineTuneJobId, rung: 'finetune' }}>
                  freeze its answers
                </Link>
              </>
            )}
          </>
        )}
      </td>
    </tr>
  )
}

function withAddress(settings: TrainerSettings, address: string | null): TrainerSettings {
  return address !== null && 'baseUrl' in settings ? { ...settings, baseUrl: address } : settings
}
