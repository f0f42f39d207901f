import type { Table } from '@lancedb/lancedb'
import type { TableStatistics } from '../../ports/vector-store.ts'

export async function readTableStatistics(table: Table, bytes: number): Promise<TableStatistics> {
  const hasVectors = (await table.schema()).fields.some((field) => field.name === 'vector')
  const index = (await table.listIndices()).find((candidate) => candidate.columns.includes('vector'))
  return {
    rows: await table.countRows(),
    rowsWithVector: hasVectors ? await table.countRows('vector IS NOT NULL') : 0,
    bytes,
    vectorIndex: index ? index.indexType : 'flat',
  }
}
