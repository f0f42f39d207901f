import type { Table } from '@lancedb/lancedb'
import { z } from 'zod'
import type { TableStatistics } from '../../ports/vector-store.ts'

const FullTextDetails = z.preprocess(
  (details) => (typeof details === 'string' ? JSON.parse(details) : details),
  z.object({ base_tokenizer: z.string() }),
)

export async function readTableStatistics(table: Table, bytes: number): Promise<TableStatistics> {
  const hasVectors = (await table.schema()).fields.some((field) => field.name === 'vector')
  const indices = await table.listIndices()
  const index = indices.find((candidate) => candidate.columns.includes('vector'))
  const text = indices.find((candidate) => candidate.columns.includes('text'))
  return {
    rows: await table.countRows(),
    rowsWithVector: hasVectors ? await table.countRows('vector IS NOT NULL') : 0,
    bytes,
    vectorIndex: index ? index.indexType : 'flat',
    tokenizer: FullTextDetails.safeParse(text?.indexDetails).data?.base_tokenizer ?? 'none',
  }
}
