import { AppError } from '../../../../shared/domain/app-error.ts'
import type { Comparison } from '../../../../shared/domain/comparison.ts'
import type { ExportFormat } from '../../../../shared/domain/export-format.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { headlineMetrics } from '../../export/headline-metrics.ts'
import { writeComparison } from '../../export/write-comparison.ts'
import { writeJsonLines, writeParquet } from '../../export/write-examples.ts'
import { writeHtmlReport } from '../../export/write-html-report.ts'
import { writeLatex } from '../../export/write-latex.ts'
import { writePromptfoo } from '../../export/write-promptfoo.ts'
import { letOthersWork } from '../../jobs/let-others-work.ts'
import { takeTurns } from '../../jobs/take-turns.ts'
import { pairedResults } from '../comparing/paired-results.ts'
import { Verdicts } from '../comparing/verdicts.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { gatherPromptfoo } from './gather-promptfoo.ts'
import { gatherReport } from './gather-report.ts'
import { runExamples } from './run-examples.ts'
import { withVerdicts } from './with-verdicts.ts'
import { writeTrecRun } from './write-trec-run.ts'

/** Files go out in pieces of about this many characters; divisible by 4, as Base64 is. */
const pieceCharacters = 64 * 1024

/** What is exported: runs that exist, and how they compare. */
export interface ExportSource {
  readonly runs: readonly Run[]
  /** Computed when the format needs it. */
  readonly compare: () => Promise<Comparison>
}

/**
 * An export as a stream of text pieces; a Parquet file as Base64.
 * Throws AppError INVALID_INPUT when the runs do not fit the format.
 */
export async function* writeExport(
  { runs, compare }: ExportSource,
  format: ExportFormat,
  ports: ExperimentPorts,
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  switch (format) {
    case 'csv':
    case 'csv-tidy':
    case 'json':
    case 'md':
      yield* cut(writeComparison(await judged(await compare(), ports, signal), format))
      return
    case 'html': {
      const report = await gatherReport(await compare(), ports, signal)
      // Both take a turn of the engine: what waits comes between.
      await new Promise<void>((resolve) => setImmediate(resolve))
      yield* cut(await writeHtmlReport(report, takeTurns(signal)))
      return
    }
    case 'tex': {
      const comparison = await compare()
      const { quality, price } = headlineMetrics(comparison)
      const shown = [...quality, ...price].map(({ name }) => name)
      yield writeLatex(comparison, await pairedResults(comparison, new Verdicts(ports), shown, signal))
      return
    }
    case 'promptfoo':
      yield* joined(writePromptfoo(gatherPromptfoo(runs, ports)))
      return
    case 'jsonl':
      yield* joined(writeJsonLines(runExamples(runs, ports)))
      return
    case 'parquet':
      yield* cut(
        Buffer.from(await writeParquet(runExamples(runs, ports), ports.tableWriter, takeTurns(signal))).toString(
          'base64',
        ),
      )
      return
    case 'trec':
      yield* joined(writeTrecRun(onlyFinished(runs), ports))
  }
}

/** With the verdicts of all measures that have a value for each question, as the screen shows them. */
async function judged(comparison: Comparison, ports: ExperimentPorts, signal: AbortSignal | undefined) {
  const { baseline, runs, metrics } = comparison
  if (baseline === null) return comparison
  const runIds = runs.map(({ run }) => run.runId)
  const names = metrics.map(({ name }) => name)
  return withVerdicts(comparison, await new Verdicts(ports).of(baseline, runIds, names, signal))
}

function onlyFinished(runs: readonly Run[]): Run {
  if (runs.length !== 1) {
    throw new AppError(
      'INVALID_INPUT',
      `A TREC run file holds one run, and ${runs.length} were asked for. Name one run, or give a folder with -o to get a file for each.`,
    )
  }
  const run = runs[0]!
  if (run.status === 'finished') return run
  throw new AppError(
    'INVALID_INPUT',
    `The run ${run.runId} is ${run.status}, so its rankings are not complete. Finish it with \`rungs resume\` first.`,
  )
}

function* cut(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let end = Math.min(text.length, from + pieceCharacters)
    // Half a character would not survive being encoded alone.
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end += 1
    yield text.slice(from, end)
    from = end
  }
}

async function* joined(lines: Iterable<string>): AsyncGenerator<string> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < pieceCharacters) continue
    yield piece
    piece = ''
    // A long file must not keep other calls waiting.
    await letOthersWork()
  }
  yield piece
}
