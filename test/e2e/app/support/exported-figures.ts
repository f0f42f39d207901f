import { parse } from 'csv-parse/sync'
import { Comparison } from '../../../../shared/domain/comparison.ts'
import type { ExportedFile } from '../pages/export-dialog.ts'

export interface Figure {
  readonly value: number | null
  readonly ciLow: number | null
  readonly ciHigh: number | null
  readonly n: number
  readonly difference: number | null
}

/** Figures by `run metric`. */
export type Figures = ReadonlyMap<string, Partial<Figure>>

/** What the engine says about the runs. */
export function figuresOfEngine({ runs }: Comparison): Map<string, Figure> {
  return new Map(
    runs.flatMap(({ run, metrics }) =>
      metrics.map(({ metric, value, ciLow, ciHigh, n, difference }): [string, Figure] => [
        `${run.runId} ${metric}`,
        { value, ciLow, ciHigh, n, difference: difference?.value ?? null },
      ]),
    ),
  )
}

export function figuresOfTidyCsv({ text }: ExportedFile): Figures {
  const rows = parse(text, { columns: true }) as Record<'run' | 'metric' | 'value' | 'ciLow' | 'ciHigh' | 'n', string>[]
  return new Map(
    rows.map(({ run, metric, value, ciLow, ciHigh, n }) => [
      `${run} ${metric}`,
      { value: numberOf(value), ciLow: numberOf(ciLow), ciHigh: numberOf(ciHigh), n: Number(n) },
    ]),
  )
}

export function figuresOfWideCsv({ text }: ExportedFile): Figures {
  const rows = parse(text, { columns: true }) as Record<string, string>[]
  const columns = Object.keys(rows[0] ?? {})
  // A difference has an interval of its own.
  const metrics = columns.filter((column) => columns.includes(`${column} ciLow`) && !column.endsWith(' difference'))
  return new Map(
    rows.flatMap((row) =>
      metrics
        // An empty count says that the run has no figure of this measure at all.
        .filter((metric) => row[`${metric} n`] !== '')
        .map((metric): [string, Partial<Figure>] => [
          `${row.run} ${metric}`,
          {
            value: numberOf(row[metric]),
            ciLow: numberOf(row[`${metric} ciLow`]),
            ciHigh: numberOf(row[`${metric} ciHigh`]),
            n: Number(row[`${metric} n`]),
            ...(`${metric} difference` in row ? { difference: numberOf(row[`${metric} difference`]) } : {}),
          },
        ]),
    ),
  )
}

export function figuresOfJson({ text }: ExportedFile): Figures {
  return figuresOfEngine(Comparison.parse(JSON.parse(text)))
}

/** The cells of the first Markdown table by `run metric`, as they stand there. */
export function cellsOfMarkdown({ text }: ExportedFile): Map<string, string> {
  const cellsOf = (line: string) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/u)
      .map((cell) => cell.trim().replace(/\\([\\|`*<>[\]])/gu, '$1'))
  const [header, _rule, ...rows] = text.split('\n\n', 1)[0]!.trimEnd().split('\n').map(cellsOf)
  return new Map(
    rows.flatMap((row) => {
      const run = row[0]!.replace(' (baseline)', '')
      return row.slice(3).map((cell, index): [string, string] => [`${run} ${header![index + 3]}`, cell])
    }),
  )
}

/** Ranked documents by question. */
export function rankingsOfTrec({ text }: ExportedFile): Map<string, string[]> {
  const rankings = new Map<string, string[]>()
  for (const line of text.trimEnd().split('\n')) {
    const [queryId, q0, docId, rank] = line.split(/\s+/u)
    if (q0 !== 'Q0') throw new Error(`This is no line of a TREC run: ${line}`)
    const ranking = rankings.get(queryId!) ?? []
    ranking[Number(rank) - 1] = docId!
    rankings.set(queryId!, ranking)
  }
  return rankings
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text)
}
