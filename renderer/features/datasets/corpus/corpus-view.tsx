import { useQuery } from '@tanstack/react-query'
import type { CorpusVersion } from '../../../../shared/domain/corpus.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { LoadingLines } from '../../../ui/loading-lines.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { StatRow } from '../../../ui/stat-row.tsx'
import styles from '../dataset-bar.module.css'
import type { DatasetsSearch } from '../datasets-search.ts'
import { formatCount, formatDay } from '../format-counts.ts'
import { LengthChart } from '../length-chart.tsx'
import { VersionTable } from '../version-table.tsx'
import { DocumentList } from './document-list.tsx'
import { DocumentReader } from './document-reader.tsx'

interface CorpusViewProps {
  reference: string
  search: DatasetsSearch
  onOpen: (search: DatasetsSearch, replace?: boolean) => void
}

/** A version of a corpus: its documents, its statistics, its other versions. */
export function CorpusView({ reference, search, onOpen }: CorpusViewProps) {
  const { query } = useEngine()
  const history = useQuery(query.datasets.corpus.queryOptions({ input: { reference }, retry: false }))
  if (history.error) return <Notice kind="error">{errorSentence(history.error)}</Notice>
  if (!history.data) return <LoadingLines label="Loading the corpus" />
  const { version, versions } = history.data
  const newest = versions.at(-1)!
  const view = search.view === 'overview' ? 'overview' : 'documents'
  return (
    <section className={styles.view} aria-label={`Corpus ${version.corpusName}`}>
      <header className={styles.bar}>
        <h2 dir="auto">{version.corpusName}</h2>
        <span className={styles.tag}>{`corpus v${version.number}`}</span>
        <span className={styles.note}>{`imported ${formatDay(version.createdAt)}`}</span>
        <div className={styles.end}>
          <Segmented
            label="View"
            value={view}
            onChange={(next) => onOpen({ ...search, view: next })}
            options={[
              ['documents', 'Documents'],
              ['overview', 'Overview'],
            ]}
          />
        </div>
      </header>
      {version.number !== newest.number && (
        <div className={styles.notice}>
          <Notice
            kind="info"
            actions={
              <Button size="small" onClick={() => onOpen({ corpus: version.corpusName, view: search.view })}>
                Go to the newest
              </Button>
            }
          >
            {`This is version ${version.number} of ${newest.number}. Versions are never changed; runs on it keep it.`}
          </Notice>
        </div>
      )}
      {view === 'documents' ? (
        <div className={styles.split}>
          <DocumentList
            versionId={version.versionId}
            search={search.search ?? ''}
            openDocId={search.item}
            onSearch={(text) => onOpen({ ...search, search: text || undefined }, true)}
            onOpen={(item) => onOpen({ ...search, item })}
          />
          {search.item === undefined ? (
            <EmptyState title="No document is open">Choose one in the list to read it.</EmptyState>
          ) : (
            <DocumentReader key={search.item} versionId={version.versionId} docId={search.item} spans={[]} />
          )}
        </div>
      ) : (
        <div className={styles.overview}>
          <CorpusStatistics version={version} />
          <Card title="Versions" note="never changed; runs keep theirs">
            <VersionTable
              caption="Versions of the corpus"
              columns={['Documents', 'Characters']}
              versions={versions.map((other) => ({
                key: `${other.number}`,
                number: other.number,
                createdAt: other.createdAt,
                hash: other.versionId,
                figures: [other.documents, other.characters],
                isOpen: other.number === version.number,
                open: () =>
                  onOpen({
                    corpus: other.number === newest.number ? other.corpusName : other.versionId,
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

function CorpusStatistics({ version }: { version: CorpusVersion }) {
  const { query } = useEngine()
  const lengths = useQuery(
    query.datasets.documentLengths.queryOptions({
      input: { versionId: version.versionId },
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  const isSample = lengths.data && lengths.data.counted < lengths.data.texts
  const tokens = lengths.data
    ? isSample
      ? `≈ ${formatCount((lengths.data.totalTokens * lengths.data.texts) / Math.max(1, lengths.data.counted))}`
      : formatCount(lengths.data.totalTokens)
    : '…'
  return (
    <Card
      title="Statistics"
      note={isSample ? 'tokens estimated from an even sample' : 'tokens counted in every document'}
    >
      {lengths.error ? (
        <Notice kind="error">{errorSentence(lengths.error)}</Notice>
      ) : lengths.data ? (
        <LengthChart lengths={lengths.data} what="document" />
      ) : (
        <LoadingLines lines={5} label="Counting tokens" />
      )}
      <StatRow
        stats={[
          ['Documents', formatCount(version.documents)],
          ['Characters', formatCount(version.characters)],
          [isSample ? 'o200k tokens (estimate)' : 'o200k tokens', tokens],
        ]}
      />
    </Card>
  )
}
