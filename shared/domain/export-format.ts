import { z } from 'zod'

export const ExportFormat = z.enum(['csv', 'csv-tidy', 'json', 'md', 'trec'])
export type ExportFormat = z.infer<typeof ExportFormat>
