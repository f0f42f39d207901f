import type { ExportFormat } from './export-format.ts'

/** A format as it is offered. */
export interface ExportOffer {
  readonly format: ExportFormat
  readonly label: string
  /** What is in the file, in a few words. */
  readonly description: string
  /** A letter that starts it. */
  readonly shortcut: string
  /** Why it cannot be taken now; null = it can. */
  readonly refused: string | null
}

/** The formats that a number of runs can be exported in. */
export function exportOffers(runs: number): ExportOffer[] {
  const none = runs === 0 ? 'No run is shown' : null
  const offer = (format: ExportFormat, label: string, description: string, shortcut: string): ExportOffer => ({
    format,
    label,
    description,
    shortcut,
    refused: format === 'trec' && runs !== 1 ? 'holds one run: open it to export it' : none,
  })
  return [
    offer('html', 'HTML report', 'one file to read, print and send: figures, charts, provenance', 'H'),
    offer('md', 'Markdown', 'a table for a pull request', 'M'),
    offer('tex', 'LaTeX', 'a table for a paper', 'L'),
    offer('csv', 'CSV, wide', 'one row per run', 'C'),
    offer('csv-tidy', 'CSV, tidy', 'one row per run and measure', 'D'),
    offer('json', 'JSON', 'recipes, provenance and figures', 'O'),
    offer('jsonl', 'JSONL', 'one line per run and question: scores, answers, times, costs', 'J'),
    offer('parquet', 'Parquet', 'the same columns as JSONL, typed', 'P'),
    offer('promptfoo', 'promptfoo', 'prompts, models and questions with their expected answers', 'F'),
    offer('trec', 'TREC run', 'ranked documents, for trec_eval', 'T'),
  ]
}

/** A name for a file that every system takes. */
export function exportFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w.-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/gu, '')
  return plain.slice(0, 80) || 'runs'
}
