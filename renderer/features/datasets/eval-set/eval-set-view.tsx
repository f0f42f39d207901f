import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FlaskConical, GraduationCap, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { EvalSetHistory } from '../../../../shared/domain/dataset-browse.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { LoadingLines } from '../../../ui/loading-lines.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { StatRow } from '../../../ui/stat-row.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import styles from '../dataset-bar.module.css'
import type { DatasetsSearch } from '../datasets-search.ts'
import { formatCount, formatDay, plural } from '../format-counts.ts'
import { BuildTrainingSet } from '../training/build-training-set.tsx'
import { VersionTable } from '../version-table.tsx'
import { QueryDetailView } from './query-detail-view.tsx'
import { QueryList } from './query-list.tsx'
import { SplitTable } from './split-table.tsx'
import { useEvalSetEdit } from './use-eval-set-edit.ts'

const undoKey = navigator.platform.startsWith('Mac') ? '⌘Z' : 'Ctrl Z'

interface EvalSetViewProps {
  reference: string
  search: DatasetsSearch
  onOpen: (search: DatasetsSearch, replace?: boolean) => void
}

/** A version of an eval set: its questions with judgments and gold spans, its splits, its other versions. */
export function EvalSetView({ reference, search, onOpen }: EvalSetViewProps) {
  const { query } = useEngine()
  const history = useQuery(query.datasets.evalSet.queryOptions({ input: { reference }, retry: false }))
  if (history.error) return <Notice kind="error">{errorSentence(history.error)}</Notice>
  if (!history.data) return <LoadingLines label="Loading the eval set" />
  return <OpenEvalSet history={history.data} search={search} onOpen={onOpen} />
}

function OpenEvalSet({ history, search, onOpen }: Omit<EvalSetViewProps, 'reference'> & { history: EvalSetHistory }) {
  const navigate = useNavigate()
  const { evalSet, number, isCurrent, corpus, versions } = history
  const editing = useEvalSetEdit(evalSet)
  const [building, setBuilding] = useState(false)
  const view = search.view === 'overview' ? 'overview' : 'questions'
  return (
    <section className={styles.view} aria-label={`Eval set ${evalSet.name}`}>
      <header className={styles.bar}>
        <h2 dir="auto">{evalSet.name}</h2>
        <span className={styles.tag}>{`eval set v${number}`}</span>
        <span
          className={styles.note}
          title="Every correction makes a new version; runs keep the one they were scored on"
        >
          {isCurrent ? 'corrections make a new version, runs keep theirs' : `of ${versions.length}`}
        </span>
        <div className={styles.end}>
          {editing.undoLast && (
            <Tooltip text="Take back the last correction" shortcut={undoKey}>
              <Button
                size="small"
                variant="ghost"
                icon={<Undo2 size={13} />}
                disabled={editing.isBusy}
                onClick={editing.undoLast}
              >
                Undo correction
              </Button>
            </Tooltip>
          )}
          <Button
            size="small"
            icon={<FlaskConical size={13} />}
            onClick={() => void navigate({ to: '/new', search: { evalSet: evalSet.name } })}
          >
            New experiment
          </Button>
          <Button size="small" icon={<GraduationCap size={13} />} onClick={() => setBuilding(true)}>
            Training set…
          </Button>
          <Segmented
            label="View"
            value={view}
            onChange={(next) => onOpen({ ...search, view: next })}
            options={[
              ['questions', 'Questions'],
              ['overview', 'Overview'],
            ]}
          />
        </div>
      </header>
      {!isCurrent && (
        <div className={styles.notice}>
          <Notice
            kind="info"
            actions={
              <Button size="small" onClick={() => onOpen({ ...search, evalSet: evalSet.name })}>
                Go to the newest
              </Button>
            }
          >
            {`This is version ${number} of ${versions.length}, frozen ${formatDay(evalSet.createdAt)}. Only the newest can be corrected.`}
          </Notice>
        </div>
      )}
      {building && <BuildTrainingSet evalSet={evalSet} onOpen={onOpen} onClose={() => setBuilding(false)} />}
      {view === 'questions' ? (
        <div className={styles.split}>
          <QueryList evalSet={evalSet} search={search} onOpen={onOpen} />
          {search.item === undefined ? (
            <EmptyState title="No question is open">
              Choose one in the list to see its answers, judgments and gold spans, and to correct them.
            </EmptyState>
          ) : (
            <QueryDetailView
              key={search.item}
              history={history}
              queryId={search.item}
              split={search.split}
              editing={editing}
            />
          )}
        </div>
      ) : (
        <div className={styles.overview}>
          <EvalSetStatistics history={history} corpusName={`${corpus.corpusName} v${corpus.number}`} />
          <Card title="Versions" note={`${plural(versions.length, 'version')}, never changed; runs keep theirs`}>
            <VersionTable
              caption="Versions of the eval set"
              columns={['Questions', 'Judgments', 'Spans', 'Runs']}
              versions={versions.map((version) => ({
                key: version.evalSetId,
                number: version.number,
                createdAt: version.createdAt,
                hash: version.contentHash,
                figures: [version.queries, version.judgments, version.spans, version.runs],
                isOpen: version.number === number,
                open: () =>
                  onOpen({
                    evalSet: version.number === versions.length ? evalSet.name : version.evalSetId,
                    view: 'overview',
                  }),
              }))}
            />
          </Card>
        </div>
      )}
    </section>
  )
}

function EvalSetStatistics({ history, corpusName }: { history: EvalSetHistory; corpusName: string }) {
  const { evalSet } = history
  const judgments = evalSet.splits.reduce((sum, split) => sum + split.judgments, 0)
  return (
    <Card title="Splits" note={`judged against ${corpusName}`}>
      <SplitTable splits={evalSet.splits} />
      <StatRow
        stats={[
          ['Questions', formatCount(evalSet.queries)],
          ['Judgments', formatCount(judgments)],
          ['Gold spans', formatCount(evalSet.spans)],
          ['Stale spans', formatCount(evalSet.staleSpans)],
        ]}
      />
    </Card>
  )
}
