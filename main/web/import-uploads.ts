import { ImportRequest } from '../../shared/domain/dataset-import.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { Engine } from '../engine/engine.ts'
import type { Uploads } from './uploads.ts'

/** An import that was stopped and not taken up again for so long loses its uploads. */
const maxAgeMs = 7 * 24 * 3600 * 1000

/** Paths that imports need which wait, run, or were stopped and can go on. */
export function pathsOfOpenImports(engine: Engine, now: Date): string[] {
  const active = engine.jobs
    .list()
    .filter(({ kind, status }) => kind === 'import' && (status === 'queued' || status === 'running'))
  return [
    ...pathsOfResumableImports(engine, now),
    ...active.flatMap(({ jobId }) => importedPaths(engine.jobs.spec(jobId))),
  ]
}

/** Paths that imports need which were stopped and can go on. */
export function pathsOfResumableImports({ jobs }: Engine, now: Date): string[] {
  return jobs
    .resumable()
    .filter(({ kind, createdAt }) => kind === 'import' && now.getTime() - Date.parse(createdAt) < maxAgeMs)
    .flatMap(({ jobId }) => importedPaths(jobs.spec(jobId)))
}

/**
 * Waits for an import and removes the uploads that it has read. When it failed or was cancelled they stay, because it
 * may be tried again with another mapping or resumed; the next start of the host removes what is no longer needed.
 */
export async function discardUploadsAfter(
  jobId: JobId,
  { jobs }: Engine,
  uploads: Uploads,
  signal: AbortSignal,
): Promise<void> {
  const paths = importedPaths(jobs.spec(jobId))
  for await (const _event of jobs.watch(jobId, undefined, signal)) {
    // Only the end counts.
  }
  if (!signal.aborted && jobs.snapshot(jobId).status === 'finished') await uploads.discardOf(paths)
}

function importedPaths(spec: unknown): readonly string[] {
  const request = ImportRequest.safeParse(spec)
  return request.success ? request.data.paths : []
}
