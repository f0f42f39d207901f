import { useState } from 'react'
import type { ImportPreview } from '../../../../shared/domain/import-preview.ts'
import { Card } from '../../../ui/card.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { StatRow } from '../../../ui/stat-row.tsx'
import { formatCount } from '../format-counts.ts'
import { LengthChart } from '../length-chart.tsx'

/** How long documents and questions are, and how much of them there is. */
export function ImportLengthCard({ preview }: { preview: ImportPreview }) {
  const { documentLengths, queryLengths } = preview
  const [wanted, setWanted] = useState<'documents' | 'queries'>('documents')
  const shown = documentLengths === null || (wanted === 'queries' && queryLengths !== null) ? 'queries' : 'documents'
  const lengths = shown === 'documents' ? documentLengths : queryLengths
  return (
    <Card
      title="Statistics"
      end={
        documentLengths !== null && queryLengths !== null ? (
          <Segmented
            label="Lengths of"
            value={shown}
            onChange={setWanted}
            options={[
              ['documents', 'Documents'],
              ['queries', 'Questions'],
            ]}
          />
        ) : null
      }
    >
      {lengths && <LengthChart lengths={lengths} what={shown === 'documents' ? 'document' : 'question'} />}
      <StatRow
        stats={[
          ['Documents', formatCount(preview.documents)],
          ['Questions', formatCount(preview.queries)],
          ['Judged', formatCount(preview.judgedQueries)],
          ['Judgments', formatCount(preview.judgments)],
          ['Gold spans', formatCount(preview.spans)],
          ['Repeats', formatCount(preview.duplicateDocuments)],
        ]}
      />
    </Card>
  )
}
