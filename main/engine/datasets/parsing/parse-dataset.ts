import type { ImportRequest } from '../../../../shared/domain/dataset-import.ts'
import type { ImportListing } from '../../../ports/import-source.ts'
import type { TrainingRow } from '../../../ports/training-store.ts'
import { letOthersWork } from '../../jobs/let-others-work.ts'
import { ownRunCandidates } from '../runs/own-run-candidates.ts'
import type { RunCandidate } from '../runs/parsed-run.ts'
import { settleRuns } from '../runs/settle-runs.ts'
import { checkMapping } from '../tables/check-mapping.ts'
import { DatasetBuilder } from './dataset-builder.ts'
import type { FileReading } from './file-reading.ts'
import { FileTally } from './file-tally.ts'
import { finishDataset } from './finish-dataset.ts'
import type { ImportStep } from './import-step.ts'
import type { ParsedDataset } from './parsed-dataset.ts'
import { planImportSteps } from './plan-import-steps.ts'
import { takeFile } from './take-file.ts'

/** The part of an import request that says how files are understood. */
export interface ParseRequest
  extends Pick<ImportRequest, 'name' | 'as' | 'files' | 'split'>,
    Partial<Pick<ImportRequest, 'mapping'>> {
  /** Queries that are stored already: judgments of them are taken though the import does not bring them. */
  readonly knownQueryIds?: ReadonlySet<string>
  /** Splits of stored eval sets that a run may answer; those of this import come before them. */
  readonly runCandidates?: () => readonly RunCandidate[]
}

/** Follows and stops the reading of many files. */
export interface ParseWatch {
  readonly signal?: AbortSignal | undefined
  /** @param path of the file that is read next. */
  onFile?(done: number, total: number, path: string): void
}

/**
 * Understands the files of an import: documents, questions with answers and gold spans, judgments. Nothing is stored.
 * Files are read one after another, so that only one is in memory besides what was taken from it.
 *
 * Every file and every refused path is reported, with accepted + duplicates + rejected = rows; every rejection has a
 * reason; a file that cannot be read does not stop the others. Gold spans are not anchored yet (see anchorSpan).
 *
 * @param watch told before every file; its signal stops the reading between two files.
 * @throws AppError INVALID_INPUT when the mapping names a column that no file has, or when there are several BEIR
 *   datasets at once.
 */
export async function parseDataset(
  listing: ImportListing,
  request: ParseRequest,
  reading: FileReading,
  watch: ParseWatch = {},
): Promise<ParsedDataset> {
  const builder = new DatasetBuilder()
  const steps = planImportSteps(listing, request)
  const columnsByFile = new Map<string, readonly string[]>()
  for (const [index, step] of [...steps].sort((a, b) => phaseOf(a) - phaseOf(b)).entries()) {
    watch.signal?.throwIfAborted()
    watch.onFile?.(index, steps.length, step.file.path)
    // Files that are read and taken at once would let nobody be told of anything, nor stop it.
    await letOthersWork(watch.signal)
    await takeFile(step, request.files, reading, builder)
    // The columns of a run are fixed by its format: no mapping can name them.
    for (const { path, columns, role } of [step.tally, ...step.sheets])
      if (columns.length > 0 && role !== 'run') columnsByFile.set(path, columns)
  }
  checkMapping(request.mapping ?? {}, columnsByFile)

  const { queries, judgments } = finishDataset(builder, request.knownQueryIds ?? new Set())
  const own = ownRunCandidates({ name: request.name ?? listing.name, queries, judgments }, builder)
  const stored = () =>
    (request.runCandidates?.() ?? []).filter(({ evalSetName }) => own[0]?.evalSetName !== evalSetName)
  const runs = settleRuns(builder, () => [...own, ...stored()], { evalSet: request.name, split: request.split })
  const refused = listing.refused.map(({ path, reason }) => {
    const tally = new FileTally({ path, bytes: 0 }, null)
    tally.count(null, { reason })
    return tally
  })
  const tallies = [...steps.flatMap((step) => [step.tally, ...step.sheets]), ...refused]
  return {
    name: request.name ?? listing.name,
    documents: [...builder.documents.values()],
    duplicateDocuments: builder.duplicateDocuments,
    queries,
    judgments,
    runs,
    training: { rows: settleSplits(builder.trainingRows), files: builder.trainingFiles },
    files: tallies.map((tally) => tally.toImportedFile()),
    rejections: tallies.flatMap((tally) => tally.rejections),
    notes: builder.notes,
    samples: new Map(tallies.map((tally) => [tally.path, tally.toSample()])),
  }
}

/** One file called train says nothing: a split is given where rows are in at least two. */
function settleSplits(rows: readonly TrainingRow[]): readonly TrainingRow[] {
  const given = new Set(rows.map(({ givenSplit }) => givenSplit).filter((split) => split !== null))
  return given.size > 1 ? rows : rows.map((row) => ({ ...row, givenSplit: null }))
}

/**
 * BEIR answers need their queries. Files in archives come after files that lie open, so that of two copies of a
 * document the one that the user sees gives the id.
 */
function phaseOf({ kind, file }: ImportStep): number {
  const isAnswers = kind.kind === 'beir' && kind.role === 'answers'
  return (isAnswers ? 2 : 0) + (/\.zip\//i.test(file.path) ? 1 : 0)
}
