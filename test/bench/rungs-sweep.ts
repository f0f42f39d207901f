import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { boundMemory } from '../../main/cli/bound-memory.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import { benchDataset } from './bench-dataset.ts'
import { stubEmbedder } from './stub-embedder.ts'
import { retrieved, sweepChunkings, sweepSearches } from './sweep-recipes.ts'

// Runs in a process of its own: Rungs' side of the sweep, from an empty folder to the last score. Prints JSON.

boundMemory()
const { openWorkspace } = await import('../../main/open-workspace.ts')

const dataset = benchDataset()
const folder = mkdtempSync(join(tmpdir(), 'rungs-bench-'))
try {
  const engine = await openWorkspace(folder, {
    access: 'write',
    log: { info: () => {}, warn: () => {} },
    openEmbedder: () => stubEmbedder,
  })
  const stagesMs = new Map<string, number>()
  /** Waits for a job's end and adds up how long each of its stages took. */
  const finish = async (jobId: JobId) => {
    let lastMs = performance.now()
    let stage = 'Starting'
    for await (const { snapshot } of engine.jobs.watch(jobId, undefined)) {
      const nowMs = performance.now()
      stagesMs.set(stage, (stagesMs.get(stage) ?? 0) + nowMs - lastMs)
      lastMs = nowMs
      stage = snapshot.progress?.stage.split(' · ')[0] ?? stage
      if (snapshot.error !== null) throw new Error(snapshot.error)
    }
  }
  await finish(engine.datasets.import({ paths: [dataset.path], name: dataset.name, mapping: {}, dryRun: false }))
  const { jobId, runIds } = engine.experiments.start({
    eval: dataset.name,
    split: dataset.split,
    base: { embedding: { kind: 'openai', model: 'stub' } },
    grid: {
      chunking: [...sweepChunkings],
      search: sweepSearches.map((search) => ({ ...search, k: retrieved, depth: retrieved })),
    },
  })
  await finish(jobId)
  const elapsedMs = performance.now()
  const runs = engine.experiments.runsOfJob(jobId)
  const finished = runs.filter((run) => run.status === 'finished').length
  if (finished !== runIds.length) throw new Error(`${finished} of ${runIds.length} runs finished.`)
  await engine.close()
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  process.stdout.write(
    JSON.stringify({
      elapsedMs,
      cpuMs: (userCPUTime + systemCPUTime) / 1000,
      recipes: finished,
      queries: runs[0]!.queries,
      peakBytes: maxRSS * 1024,
      stagesMs: Object.fromEntries([...stagesMs].map(([stage, ms]) => [stage, Math.round(ms)])),
    }),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
