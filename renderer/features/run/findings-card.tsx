import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import type { QueryFilter } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './run-screen.module.css'

interface FindingsCardProps {
  run: Run
  onShow: (filter: QueryFilter) => void
}

/** Where the first relevant document of each question stands; every line opens its questions. */
export function FindingsCard({ run, onShow }: FindingsCardProps) {
  const { query } = useEngine()
  const page = useQuery(query.results.queries.queryOptions({ input: { runId: run.runId, limit: 1 } }))
  if (!page.data) return null
  const { all, notRetrieved, rankedLow, found, unjudged } = page.data.counts
  const judged = all - unjudged
  const lines = [
    {
      filter: 'notRetrieved',
      label: 'Not retrieved',
      count: notRetrieved,
      note: run.recipe ? `not among ${run.recipe.search.k} chunks` : 'not among the documents of its file',
      tone: styles.none,
    },
    {
      filter: 'rankedLow',
      label: 'Ranked low',
      count: rankedLow,
      note: 'first relevant document below rank 10',
      tone: styles.low,
    },
    {
      filter: 'found',
      label: 'Found in the top 10',
      count: found,
      note: 'first relevant document at rank 1 to 10',
      tone: styles.found,
    },
    {
      filter: 'unjudged',
      label: 'Not judged',
      count: unjudged,
      note: 'no relevant document is known; not scored',
      tone: styles.unknown,
    },
  ] as const
  return (
    <Card
      title="Where the gold stands"
      note={`n = ${judged.toLocaleString('en-US')} judged questions of ${all.toLocaleString('en-US')}`}
    >
      <div className={styles.bar} aria-hidden="true">
        {lines.map(
          ({ filter, count, tone }) => count > 0 && <span key={filter} className={tone} style={{ flexGrow: count }} />,
        )}
      </div>
      <ul className={styles.findings}>
        {lines.map(({ filter, label, count, note, tone }) => (
          <li key={filter}>
            <button type="button" onClick={() => onShow(filter)} disabled={count === 0}>
              <span className={`${styles.swatch} ${tone}`} aria-hidden="true" />
              <span>{label}</span>
              <b>{count.toLocaleString('en-US')}</b>
              <span className={styles.quiet}>{all > 0 ? `${Math.round((100 * count) / all)} %` : '–'}</span>
              <span className={styles.quiet}>{note}</span>
              <ChevronRight size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
