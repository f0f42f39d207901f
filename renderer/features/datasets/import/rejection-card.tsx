import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { ChevronDown, ChevronRight, Upload } from 'lucide-react'
import { useId, useState } from 'react'
import type { ImportPreview, RejectionGroup } from '../../../../shared/domain/import-preview.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { formatCount, formatShare, plural } from '../format-counts.ts'
import styles from './rejection-card.module.css'

const pageSize = 50

/** Accepted, repeated and rejected rows of all files, with every reason. */
export function RejectionCard({ preview }: { preview: ImportPreview }) {
  const { host, client } = useEngine()
  const { previewId, rows, rejectionGroups, rejectionGroupsTotal } = preview
  const save = useMutation({
    mutationFn: async () => {
      const pieces = await client.datasets.previewRejectionsFile({ previewId })
      return host.save(`${preview.name}-rejected.csv`, 'text/csv', pieces, new AbortController().signal)
    },
  })
  const hiddenGroups = rejectionGroupsTotal - rejectionGroups.length
  const hiddenRows = rows.rejected - rejectionGroups.reduce((sum, group) => sum + group.count, 0)
  return (
    <Card
      title="Rows"
      note={`${formatCount(rows.total)} read in all files`}
      end={
        rows.rejected > 0 ? (
          <Button size="small" icon={<Upload size={12} />} disabled={save.isPending} onClick={() => save.mutate()}>
            Save rejected rows
          </Button>
        ) : null
      }
    >
      <div className={styles.summary}>
        <div className={styles.bar} aria-hidden="true">
          {rows.accepted > 0 && <i className={styles.acceptedBar} style={{ flexGrow: rows.accepted }} />}
          {rows.duplicates > 0 && <i className={styles.duplicateBar} style={{ flexGrow: rows.duplicates }} />}
          {rows.rejected > 0 && <i className={styles.rejectedBar} style={{ flexGrow: rows.rejected }} />}
        </div>
        <p>
          <span>
            <strong>{formatCount(rows.accepted)}</strong> accepted, {formatShare(rows.accepted, rows.total)}
          </span>
          {rows.duplicates > 0 && (
            <span>
              <strong>{formatCount(rows.duplicates)}</strong> repeated, taken once
            </span>
          )}
          {rows.rejected > 0 && (
            <span className={styles.rejected}>
              <strong>{formatCount(rows.rejected)}</strong> rejected, {formatShare(rows.rejected, rows.total)}
            </span>
          )}
        </p>
      </div>
      {save.error && <Notice kind="error">{errorSentence(save.error)}</Notice>}
      {rejectionGroups.length > 0 && (
        <ul className={styles.groups}>
          {rejectionGroups.map((group) => (
            <RejectionGroupItem key={group.reason} previewId={previewId} group={group} />
          ))}
        </ul>
      )}
      {hiddenGroups > 0 && (
        <p className={styles.more}>
          {`${plural(hiddenGroups, 'other reason')} with ${plural(hiddenRows, 'row')}; all of them are in the saved file.`}
        </p>
      )}
    </Card>
  )
}

function RejectionGroupItem({ previewId, group }: { previewId: string; group: RejectionGroup }) {
  const [isOpen, setOpen] = useState(false)
  const listId = useId()
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <li>
      <button
        type="button"
        className={styles.group}
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <strong>{formatCount(group.count)}</strong>
        <span className={styles.reason}>{group.reason}</span>
        <span className={styles.files}>{group.files > 1 ? `in ${plural(group.files, 'file')}` : ''}</span>
        <Icon size={13} aria-hidden="true" />
      </button>
      {isOpen && <Rejections id={listId} previewId={previewId} reason={group.reason} />}
    </li>
  )
}

function Rejections({ id, previewId, reason }: { id: string; previewId: string; reason: string }) {
  const { client } = useEngine()
  const pages = useInfiniteQuery({
    queryKey: ['preview-rejections', previewId, reason],
    queryFn: ({ pageParam, signal }) =>
      client.datasets.previewRejections({ previewId, reason, offset: pageParam, limit: pageSize }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, _all, offset) => (offset + pageSize < last.total ? offset + pageSize : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const rejections = pages.data?.pages.flatMap((page) => page.rejections) ?? []
  const left = (pages.data?.pages[0]?.total ?? 0) - rejections.length
  return (
    <div id={id} className={styles.rejections}>
      {pages.error && <Notice kind="error">{errorSentence(pages.error)}</Notice>}
      <ul>
        {rejections.map(({ path, row, reason: own }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row can be rejected twice for the same reason
          <li key={index}>
            <span className={styles.place} title={path}>
              {row === null ? path : `${path}, row ${formatCount(row)}`}
            </span>
            <span className={styles.own}>{own}</span>
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button size="small" variant="ghost" disabled={pages.isFetching} onClick={() => void pages.fetchNextPage()}>
          {`Show ${formatCount(Math.min(pageSize, left))} more of ${formatCount(left)}`}
        </Button>
      )}
    </div>
  )
}
