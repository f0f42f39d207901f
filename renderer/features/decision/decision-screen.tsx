import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { DecisionEntries } from '../../../shared/domain/decision.ts'
import { metricLabelAmong } from '../../../shared/domain/metric-label.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToast } from '../../ui/toast.tsx'
import { ViewBar } from '../../ui/view-bar.tsx'
import { Checklist } from './checklist.tsx'
import { DecisionExport } from './decision-export.tsx'
import styles from './decision-screen.module.css'
import { FiveQuestions } from './five-questions.tsx'
import { Recommendation } from './recommendation.tsx'
import { useAskedEntries } from './use-asked-entries.ts'
import { entriesScope, useDraftEntries } from './use-draft-entries.ts'

const views = (
  <>
    <Link to="/ladder" search={{}} activeOptions={{ exact: true }}>
      Evidence
    </Link>
    <Link to="/ladder/decision">Decision record</Link>
  </>
)

interface RestoreRequest {
  readonly number: number
  /** The version that was the newest before. */
  readonly before: number
  readonly canUndo: boolean
  /** Entries that were in no version: Undo brings them back, too. */
  readonly unsaved: DecisionEntries | null
  /** Entries that were in no version when it was asked for: what is entered after that stays. */
  readonly present: DecisionEntries | null
}

/** The decision record: five answers, what they and the evidence recommend, and both checklists. */
export function DecisionScreen() {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const toast = useToast()
  const info = useQuery(query.workspace.info.queryOptions())
  const isReadOnly = info.data?.readOnly ?? true
  const { changed, setChanged, setSaved, changedNow, error: draftError } = useDraftEntries(!isReadOnly)
  const asked = useAskedEntries(changed)
  const draft = useQuery(
    query.decisions.draft.queryOptions({
      input: asked ? { entries: asked } : {},
      enabled: asked !== undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const versions = useQuery(query.decisions.versions.queryOptions())
  const refresh = () => queries.invalidateQueries({ queryKey: query.decisions.key() })
  /** The new version is known before the entries are let go: the ones before it must not be shown, nor be added to. */
  const showVersion = async (letGo: () => void) => {
    await queries.invalidateQueries({ queryKey: query.decisions.key(), refetchType: 'none' })
    // Where it cannot be read, the screen says so.
    await queries.fetchQuery(query.decisions.draft.queryOptions({ input: {} })).catch(() => undefined)
    letGo()
    await queries.refetchQueries({ queryKey: query.decisions.key(), type: 'active', stale: true })
  }
  const save = useMutation({
    mutationFn: (entries: DecisionEntries) => client.decisions.save({ entries }),
    scope: entriesScope,
    onSuccess: async ({ number }, entries) => {
      await showVersion(() => setSaved(entries))
      toast({ message: `Saved as version ${number}. The versions before it stay.` })
    },
  })
  const restore = useMutation({
    mutationFn: async ({ number }: RestoreRequest) => {
      const saved = await client.decisions.restore({ number })
      return saved.number
    },
    scope: entriesScope,
    onSuccess: async (saved, { number, before, canUndo, unsaved, present }) => {
      await showVersion(() => {
        const isAsItWas = (changedNow() ?? null) === present
        if (canUndo ? isAsItWas : isAsItWas && present === null) setChanged(canUndo ? null : unsaved)
      })
      toast({
        message: `Version ${number} is back as version ${saved}.`,
        ...(canUndo && {
          action: {
            label: 'Undo',
            run: () =>
              restore.mutate({
                number: before,
                before: number,
                canUndo: false,
                unsaved,
                present: changedNow() ?? null,
              }),
          },
        }),
      })
    },
  })
  const measure = useMutation({
    mutationFn: (metric: string) => client.decisions.keepLadder({ metric }),
    onSuccess: refresh,
  })
  const failure = draftError ?? draft.error ?? versions.error ?? save.error ?? restore.error ?? measure.error
  const record = draft.data
  const entries = changed ?? record?.entries
  const latest = versions.data?.[0]
  const isOfNow = asked === changed && !draft.isPlaceholderData
  const isBusy = draft.isFetching || asked !== changed
  const isSaved = record?.newest?.hasSameEntries === true && record.newest.changes.length === 0 && isOfNow
  const override = (id: string, reason: string | null, message: string) => {
    if (!entries) return
    const before = entries.overrides[id] ?? null
    setChanged(withReason(entries, id, reason))
    // What else was entered or saved meanwhile stays.
    const undo = () => {
      const newest = queries.getQueryData(query.decisions.draft.queryKey({ input: {} }))
      setChanged(withReason(changedNow() ?? newest?.entries ?? entries, id, before))
    }
    toast({ message, action: { label: 'Undo', run: undo } })
  }
  const discard = () => {
    const before = changed ?? null
    setChanged(null)
    toast({ message: 'The changes are discarded.', action: { label: 'Undo', run: () => setChanged(before) } })
  }
  return (
    <div className={styles.screen}>
      <ScreenBar title="Ladder">
        {versions.data && latest && versions.data.length > 1 && !isReadOnly && (
          <Select
            label="Bring back a version"
            value=""
            options={[
              ['', `${versions.data.length} versions`],
              ...versions.data
                .slice(1)
                .map(
                  ({ number, savedAt }) =>
                    [
                      String(number),
                      `Bring back version ${number} of ${savedAt.slice(0, 16).replace('T', ' ')}`,
                    ] as const,
                ),
            ]}
            onChange={(number) =>
              number &&
              restore.mutate({
                number: Number(number),
                before: latest.number,
                canUndo: true,
                unsaved: changed ?? null,
                present: changed ?? null,
              })
            }
          />
        )}
        {entries && <DecisionExport entries={entries} />}
        {changed && !isSaved && (
          <Button variant="ghost" onClick={discard}>
            Discard changes
          </Button>
        )}
        {!isReadOnly && (
          <Button
            variant="primary"
            disabled={!entries || save.isPending || isSaved}
            title={isSaved && latest ? `Version ${latest.number} says the same` : undefined}
            onClick={() => entries && save.mutate(entries)}
          >
            {`Save version ${(latest?.number ?? 0) + 1}`}
          </Button>
        )}
      </ScreenBar>
      <ViewBar label="Ladder" views={views}>
        {record?.ladder && (
          <>
            <span className={styles.place} title={`${record.ladder.evalSetName}/${record.ladder.split}`}>
              {record.ladder.evalSetName}/{record.ladder.split}
            </span>
            <Select
              label="Measure"
              value={record.ladder.metric}
              disabled={isReadOnly || measure.isPending}
              options={record.ladder.metrics.map((name) => [name, metricLabelAmong(name, record.ladder!.metrics)])}
              onChange={(metric) => measure.mutate(metric)}
            />
          </>
        )}
      </ViewBar>
      {failure && (
        <div className={styles.failed}>
          <Notice kind="error">{errorSentence(failure)}</Notice>
        </div>
      )}
      {draft.isPending && (
        <div className={styles.loading}>
          <Skeleton width="100%" height={240} label="Reading the evidence" />
        </div>
      )}
      {record && entries && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section className={styles.columns} tabIndex={0} aria-label="Record" aria-busy={isBusy}>
          <FiveQuestions answers={entries.answers} onChange={(answers) => setChanged({ ...entries, answers })} />
          <Recommendation
            draft={record}
            entries={entries}
            isReadOnly={isReadOnly}
            onNotes={(notes) => setChanged({ ...entries, notes })}
          />
          <section className={styles.checklists} aria-label="Checklists">
            {(['rag', 'finetune'] as const).map((list) => (
              <Checklist
                key={list}
                title={list === 'rag' ? 'RAG checklist' : 'Fine-tuning checklist'}
                items={record.checklist.filter((item) => item.list === list)}
                overrides={entries.overrides}
                onOverride={isReadOnly ? null : override}
              />
            ))}
          </section>
        </section>
      )}
    </div>
  )
}

/** @param reason null takes it back. */
function withReason(entries: DecisionEntries, id: string, reason: string | null): DecisionEntries {
  const { [id]: _, ...others } = entries.overrides
  return { ...entries, overrides: reason === null ? others : { ...others, [id]: reason } }
}
