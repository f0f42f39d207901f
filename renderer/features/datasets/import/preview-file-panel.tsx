import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ColumnMapping, FileChoice, ImportFormat } from '../../../../shared/domain/dataset-import.ts'
import type { PreviewFileDetail, PreviewRow } from '../../../../shared/domain/import-preview.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { LoadingLines } from '../../../ui/loading-lines.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { formatBytes, formatCount, plural } from '../format-counts.ts'
import tableStyles from '../scrolled-table.module.css'
import { ScrolledTable } from '../scrolled-table.tsx'
import { ColumnMappingTable } from './column-mapping-table.tsx'
import styles from './preview-file-panel.module.css'

const formats: readonly (readonly [ImportFormat, string])[] = [
  ['beir', 'BEIR'],
  ['qrels', 'qrels'],
  ['promptfoo', 'promptfoo'],
  ['trec-run', 'TREC run'],
  ['csv', 'CSV'],
  ['tsv', 'TSV'],
  ['json', 'JSON'],
  ['jsonl', 'JSONL'],
  ['xlsx', 'Excel'],
  ['parquet', 'Parquet'],
  ['text', 'Text'],
  ['markdown', 'Markdown'],
  ['html', 'HTML'],
  ['pdf', 'PDF'],
  ['docx', 'DOCX'],
]

interface PreviewFilePanelProps {
  previewId: string
  path: string | null
  choice: FileChoice | undefined
  onCorrect: (path: string, choice: { format?: ImportFormat; mapping?: ColumnMapping }) => void
  onReset: (path: string) => void
}

/** One file of the import: what it was taken for, its columns, its first rows. */
export function PreviewFilePanel({ previewId, path, choice, onCorrect, onReset }: PreviewFilePanelProps) {
  const { query } = useEngine()
  const detail = useQuery(
    query.datasets.previewFile.queryOptions({
      input: { previewId, path: path ?? '' },
      enabled: path !== null,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      // The table must not jump while the preview is made again for the same file.
      placeholderData: (before) => (before?.file.path === path ? before : undefined),
    }),
  )
  if (path === null) return null
  if (detail.error) return <Notice kind="error">{errorSentence(detail.error)}</Notice>
  if (!detail.data) return <LoadingLines label="Reading the file" />
  const { file, mapping, isMappable } = detail.data
  return (
    <>
      <header className={styles.head}>
        <h2 title={path}>
          <bdi>{path}</bdi>
        </h2>
        <span>
          {[
            choice?.format === undefined ? 'format detected' : 'format chosen by you',
            file.encoding,
            formatBytes(file.bytes),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
        <div className={styles.end}>
          {choice !== undefined && (
            <Button size="small" variant="ghost" onClick={() => onReset(path)}>
              Detect again
            </Button>
          )}
          {file.role !== 'archive' && (
            <>
              <span aria-hidden="true">Format</span>
              <Select
                label={`Format of ${path}`}
                value={choice?.format ?? file.format ?? ''}
                onChange={(format) => {
                  if (format !== '') onCorrect(path, { format })
                }}
                options={file.format === null ? [['', 'not known'], ...formats] : formats}
              />
            </>
          )}
        </div>
      </header>
      {detail.data.columns.length > 0 && (
        <ColumnMappingTable
          detail={detail.data}
          mapping={choice?.mapping ?? mapping}
          onChange={isMappable ? (next) => onCorrect(path, { mapping: next }) : null}
        />
      )}
      <PreviewRows detail={detail.data} mapping={mapping} />
    </>
  )
}

function PreviewRows({ detail, mapping }: { detail: PreviewFileDetail; mapping: ColumnMapping }) {
  const [shown, setShown] = useState<'first' | 'rejected'>('first')
  const { file } = detail
  const isRejected = shown === 'rejected' && detail.rejectedRows.length > 0
  const rows = isRejected ? detail.rejectedRows : detail.rows
  const columns = columnsOf(rows, mapping)
  if (rows.length === 0) return null
  const count = isRejected ? file.rejected : file.rows
  return (
    <Card
      title="Preview"
      note={
        rows.length < count
          ? `the first ${rows.length} of ${formatCount(count)}${isRejected ? ' rejected' : ''}`
          : plural(count, isRejected ? 'rejected row' : 'row')
      }
      end={
        detail.rejectedRows.length > 0 ? (
          <Segmented
            label="Rows"
            value={isRejected ? 'rejected' : 'first'}
            onChange={setShown}
            options={[
              ['first', 'First rows'],
              ['rejected', `Rejected ${formatCount(file.rejected)}`],
            ]}
          />
        ) : null
      }
    >
      <ScrolledTable label="Rows of the file" maxHeightPx={300} isFixed>
        <thead>
          <tr>
            <th className={`${tableStyles.number} ${styles.row}`}>Row</th>
            {columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
            <th className={styles.result}>Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
            <tr key={index}>
              <td className={`${tableStyles.number} ${styles.row}`}>{row.row ?? '–'}</td>
              {columns.map((column) => (
                <td key={column} dir="auto" title={row.cells[column]}>
                  {row.cells[column]}
                </td>
              ))}
              <td className={styles[row.outcome]} title={row.reason ?? undefined}>
                {row.reason ?? row.outcome}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrolledTable>
    </Card>
  )
}

/** Mapped columns first, at most five. */
function columnsOf(rows: readonly PreviewRow[], mapping: ColumnMapping): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row.cells)))
  const mapped = Object.values(mapping).filter((column) => names.has(column))
  return [...new Set([...mapped, ...names])].slice(0, 5)
}
