import { z } from 'zod'

export const ExportFormat = z.enum([
  'csv',
  'csv-tidy',
  'json',
  'jsonl',
  'parquet',
  'md',
  'html',
  'tex',
  'promptfoo',
  'trec',
])
export type ExportFormat = z.infer<typeof ExportFormat>
