import type { ColumnMapping, MappedField } from '../../../../shared/domain/dataset-import.ts'
import type { PreviewFileDetail } from '../../../../shared/domain/import-preview.ts'
import { Card } from '../../../ui/card.tsx'
import { Select } from '../../../ui/select.tsx'
import { formatCount } from '../format-counts.ts'
import tableStyles from '../scrolled-table.module.css'
import { ScrolledTable } from '../scrolled-table.tsx'
import styles from './column-mapping-table.module.css'

const fieldNames: Readonly<Record<MappedField, string>> = {
  queryId: 'Question id',
  query: 'Question',
  answers: 'Expected answers',
  docId: 'Document id',
  title: 'Document title',
  text: 'Document text',
  grade: 'Grade',
  split: 'Split',
  spans: 'Gold spans',
  spanDoc: 'Span: document',
  spanStart: 'Span: start',
  spanEnd: 'Span: end',
  spanQuote: 'Span: quote',
  tags: 'Tags',
  messages: 'Training: messages',
  prompt: 'Training: prompt',
  promptInput: 'Training: more of the prompt',
  completion: 'Training: answer',
  system: 'Training: system message',
  group: 'Training: group',
}

const options: readonly (readonly [MappedField | '', string])[] = [
  ['', 'Do not import'],
  ...(Object.entries(fieldNames) as [MappedField, string][]),
]

interface ColumnMappingTableProps {
  detail: PreviewFileDetail
  /** The user's own choice where there is one: what was understood can be less as long as it is not complete. */
  mapping: ColumnMapping
  /** Null when the format fixes what the columns mean. */
  onChange: ((mapping: ColumnMapping) => void) | null
}

/** What stands in the columns of a table file, and what each is used as. */
export function ColumnMappingTable({ detail, mapping, onChange }: ColumnMappingTableProps) {
  const { columns, columnsTotal } = detail
  const fields = fieldsByColumn(mapping)
  const mapped = columns.filter((column) => fields.has(column.name)).length
  const more = columnsTotal > columns.length ? `, the first ${columns.length} shown` : ''
  const choose = (column: string, field: MappedField | '') => {
    const next = new Map(fields)
    if (field === '') next.delete(column)
    else {
      // Only tags can stand in several columns.
      if (field !== 'tags') for (const [other, taken] of next) if (taken === field) next.delete(other)
      next.set(column, field)
    }
    onChange?.(mappingOf(next))
  }
  return (
    <Card
      title="Columns"
      note={`${formatCount(columnsTotal)} found${more}, ${mapped} used${onChange === null ? '; fixed by the format' : ''}`}
    >
      <ScrolledTable label="Columns of the file" maxHeightPx={264} isFixed>
        <thead>
          <tr>
            <th className={styles.name}>Column</th>
            <th>Sample values</th>
            <th
              className={`${tableStyles.number} ${styles.filled}`}
              title={`Rows that have something in it, of the first ${formatCount(columns[0]?.rows ?? 0)}`}
            >
              Filled
            </th>
            <th className={styles.use}>Use as</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <td className={styles.mono} dir="auto" title={column.name}>
                {column.name}
              </td>
              <td className={styles.samples} dir="auto" title={column.samples.join('\n')}>
                {column.samples.join(' · ')}
              </td>
              <td
                className={`${tableStyles.number} ${styles.filled}`}
              >{`${Math.floor(column.filled * 1000) / 10}%`}</td>
              <td>
                {onChange === null ? (
                  (fieldNames[fields.get(column.name) as MappedField] ?? 'not imported')
                ) : (
                  <Select
                    label={`Use the column ${column.name} as`}
                    value={fields.get(column.name) ?? ''}
                    onChange={(field) => choose(column.name, field)}
                    options={options}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrolledTable>
    </Card>
  )
}

function fieldsByColumn(mapping: ColumnMapping): Map<string, MappedField> {
  const fields = new Map<string, MappedField>()
  for (const [field, value] of Object.entries(mapping) as [MappedField, string][]) {
    if (field === 'tags') for (const column of value.split(',')) fields.set(column.trim(), field)
    else fields.set(value, field)
  }
  return fields
}

function mappingOf(fields: ReadonlyMap<string, MappedField>): ColumnMapping {
  const mapping: ColumnMapping = {}
  for (const [column, field] of fields) {
    if (field === 'tags' && mapping.tags !== undefined) mapping.tags = `${mapping.tags}, ${column}`
    else mapping[field] = column
  }
  return mapping
}
