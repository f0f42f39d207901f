import type { Engine } from '../../../../main/engine/engine.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import { SweepSpec } from '../../../../shared/domain/recipe.ts'

/**
 * Imports the sample's dataset and runs one sweep, "Three modes", over the three ways to search.
 * @returns its runs: full-text, vector, hybrid.
 */
export async function fillWithSample(engine: Engine): Promise<readonly RunId[]> {
  await importSample(engine)
  const { runIds } = engine.experiments.start(
    SweepSpec.parse({ name: 'Three modes', grid: { 'search.mode': ['fulltext', 'vector', 'hybrid'] } }),
  )
  await engine.jobs.idle()
  return runIds
}

export async function importSample(engine: Engine): Promise<void> {
  const { paths, name } = engine.workspace.sample()
  engine.datasets.import({ paths, name, mapping: {}, dryRun: false })
  await engine.jobs.idle()
}
