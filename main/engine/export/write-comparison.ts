import type { ExportedComparison } from '../../../shared/domain/comparison.ts'
import { writeTidyCsv, writeWideCsv } from './write-csv.ts'
import { writeMarkdown } from './write-markdown.ts'

/** A comparison as text. All formats carry the same figures and verdicts; CSV and JSON in full precision. */
export function writeComparison(comparison: ExportedComparison, format: 'csv' | 'csv-tidy' | 'json' | 'md'): string {
  switch (format) {
    case 'csv':
      return writeWideCsv(comparison)
    case 'csv-tidy':
      return writeTidyCsv(comparison)
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`
    case 'md':
      return writeMarkdown(comparison)
  }
}
