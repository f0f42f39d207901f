import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { TrainingSet, TrainingVersion } from '../../../../shared/domain/training-set.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { LoadingLines } from '../../../ui/loading-lines.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import styles from '../dataset-bar.module.css'
import type { DatasetsSearch } from '../datasets-search.ts'
import { formatCount, plural } from '../format-counts.ts'
import { FreezeSplit } from './freeze-split.tsx'
import { TrainingPreflight } from './training-preflight.tsx'
import { TrainingRowDetail } from './training-row-detail.tsx'
import { TrainingRowList } from './training-row-list.tsx'
import { TrainingVersions } from './training-versions.tsx'
import { useTrainingEdit } from './use-training-edit.ts'

interface TrainingSetViewProps {
  reference: string
  search: DatasetsSearch
  onOpen: (search: DatasetsSearch, replace?: boolean) => void
}

/** A training set: its rows, what a preflight finds in them, its frozen split, its versions. */
export function TrainingSetView({ reference, search, onOpen }: TrainingSetViewProps) {
  const { query } = useEngine()
  const found = useQuery(query.trainingSets.get.queryOptions({ input: { reference }, retry: false }))
  if (found.error) return <Notice kind="error">{errorSentence(found.error)}</Notice>
  if (!found.data) return <LoadingLines label="Loading the training set" />
  const { set, versions } = found.data
  return <OpenTrainingSet key={set.trainingSetId} set={set} versions={versions} search={search} onOpen={onOpen} />
}

type View = 'rows' | 'preflight' | 'versions'

interface OpenTrainingSetProps extends Omit<TrainingSetViewProps, 'reference'> {
  set: TrainingSet
  versions: readonly TrainingVersion[]
}

function OpenTrainingSet({ set, versions, search, onOpen }: OpenTrainingSetProps) {
  const { query } = useEngine()
  const navigate = useNavigate()
  const editing = useTrainingEdit()
  const [freezing, setFreezing] = useState(false)
  const info = useQuery(query.workspace.info.queryOptions())
  const version = set.current
  const { counts, split } = version
  const view: View = search.view === 'preflight' || search.view === 'versions' ? search.view : 'rows'
  const preflight = useQuery({
    ...query.trainingSets.preflight.queryOptions({ input: { versionId: version.versionId } }),
    enabled: view === 'preflight' || search.finding !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const finding = preflight.data?.findings.find(({ kind }) => kind === search.finding) ?? null
  const canEdit = !(info.data?.readOnly ?? true)
  const close = () => onOpen({ ...search, item: undefined }, true)
  return (
    <section className={styles.view} aria-label={`Training set ${set.name}`}>
      <header className={styles.bar}>
        <h2 dir="auto">{set.name}</h2>
        <span className={styles.tag}>{`training set v${version.number}`}</span>
        <span className={styles.note} title={version.change}>
          {split
            ? `train ${formatCount(counts.train)}, validation ${formatCount(counts.validation)}, test ${formatCount(counts.test)}`
            : `${plural(version.examples, 'row')}, no frozen split yet`}
        </span>
        <div className={styles.end}>
          {canEdit && !split && (
            <Button size="small" onClick={() => setFreezing(true)}>
              Freeze the split…
            </Button>
          )}
          {split && <EvalSetButton version={version} canEdit={canEdit} onOpen={onOpen} />}
          {split && (
            <Button
              size="small"
              icon={<SlidersHorizontal size={13} />}
              onClick={() => void navigate({ to: '/finetunes', search: { view: 'new', version: version.versionId } })}
            >
              Fine-tune…
            </Button>
          )}
          <Segmented<View>
            label="View"
            value={view}
            onChange={(next) => onOpen({ trainingSet: set.name, view: next })}
            options={[
              ['rows', 'Rows'],
              ['preflight', 'Preflight'],
              ['versions', 'Versions'],
            ]}
          />
        </div>
      </header>
      {editing.error && (
        <div className={styles.notice}>
          <Notice kind="error">{errorSentence(editing.error)}</Notice>
        </div>
      )}
      {view === 'rows' && (
        <div className={styles.split}>
          <TrainingRowList version={version} finding={finding} search={search} onOpen={onOpen} />
          {search.item === undefined ? (
            <EmptyState title="No row is open">
              Choose one in the list to see the whole conversation{canEdit ? ', and to correct it' : ''}.
            </EmptyState>
          ) : (
            <TrainingRowDetail
              key={search.item}
              version={version}
              exampleId={search.item}
              canEdit={canEdit}
              editing={editing}
              onGone={close}
            />
          )}
        </div>
      )}
      {view === 'preflight' &&
        (preflight.error ? (
          <Notice kind="error">{errorSentence(preflight.error)}</Notice>
        ) : preflight.data ? (
          <TrainingPreflight
            version={version}
            report={preflight.data}
            canEdit={canEdit}
            editing={editing}
            onShowRows={({ kind }) => onOpen({ trainingSet: set.name, view: 'rows', finding: kind })}
          />
        ) : (
          <LoadingLines label="Checking the rows" />
        ))}
      {view === 'versions' && (
        <TrainingVersions versions={versions} current={version} canEdit={canEdit} editing={editing} />
      )}
      {freezing && <FreezeSplit version={version} editing={editing} onClose={() => setFreezing(false)} />}
    </section>
  )
}

interface EvalSetButtonProps extends Pick<TrainingSetViewProps, 'onOpen'> {
  version: TrainingVersion
  canEdit: boolean
}

/** The eval set of the frozen split: what the un-tuned and the tuned model are measured on. */
function EvalSetButton({ version, canEdit, onOpen }: EvalSetButtonProps) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const sets = useQuery(query.datasets.list.queryOptions())
  const made = sets.data?.evalSets.find(({ evalSetId }) => evalSetId === version.evalSetId)
  const make = useMutation({
    mutationFn: () => client.trainingSets.makeEvalSet({ versionId: version.versionId }),
    onSuccess: async ({ evalSet }) => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: query.datasets.list.key() }),
        queries.invalidateQueries({ queryKey: query.trainingSets.key() }),
      ])
      onOpen({ evalSet: evalSet.name })
    },
  })
  if (make.error) return <Notice kind="error">{errorSentence(make.error)}</Notice>
  if (made) {
    return (
      <Button size="small" onClick={() => onOpen({ evalSet: made.name })}>
        Open its eval set
      </Button>
    )
  }
  if (!canEdit) return null
  return (
    <Button size="small" disabled={make.isPending} onClick={() => make.mutate()}>
      Make an eval set of the split
    </Button>
  )
}
