import { AppError } from '../../shared/domain/app-error.ts'
import type { ExportFormat } from '../../shared/domain/export-format.ts'
import type { Experiments } from '../engine/experiments/experiments.ts'
import { writeComparison } from '../engine/export/write-comparison.ts'

/** Lines of a TREC run go out in pieces of about this many characters. */
const pieceCharacters = 64 * 1024

/** An export as a stream of text pieces. */
export async function* exportRuns(
  experiments: Experiments,
  request: { runs: readonly string[]; baseline?: string | undefined; format: ExportFormat },
): AsyncGenerator<string, void> {
  const { runs, baseline, format } = request
  if (format !== 'trec') {
    yield writeComparison(await experiments.compare(runs, baseline, undefined), format)
    return
  }
  const all = runs.length > 0 ? runs : experiments.listRuns().map((run) => run.runId)
  if (all.length !== 1) {
    throw new AppError(
      'INVALID_INPUT',
      `A TREC run file holds one run, and ${all.length} were asked for. Name one run, or give a folder with -o to get a file for each.`,
    )
  }
  const { run, lines } = experiments.trecRun(all[0]!)
  if (run.status !== 'finished') {
    throw new AppError(
      'INVALID_INPUT',
      `The run ${run.runId} is ${run.status}, so its rankings are not complete. Finish it with \`rungs resume\` first.`,
    )
  }
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < pieceCharacters) continue
    yield piece
    piece = ''
  }
  yield piece
}
