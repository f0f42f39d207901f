import type { RunId } from '../../../../shared/domain/ids.ts'
import { SweepSpec } from '../../../../shared/domain/recipe.ts'
import { startWebHost, type TestWebHost } from '../../../support/start-web-host.ts'

export interface SampleHost {
  readonly host: TestWebHost
  /** The runs of the sweep "Three modes": full-text, vector, hybrid. */
  readonly runIds: readonly RunId[]
}

/** A web host whose workspace holds the sample's dataset, and one finished sweep over the three ways to search. */
export async function startSampleHost(
  rendererFolder: string,
  options: { workspaceFolder?: string } = {},
): Promise<SampleHost> {
  const host = await startWebHost({ rendererFolder, ...options })
  const { engine } = host
  const { paths, name } = engine.workspace.sample()
  engine.datasets.import({ paths, name, mapping: {}, dryRun: false })
  await engine.jobs.idle()
  const { runIds } = engine.experiments.start(
    SweepSpec.parse({ name: 'Three modes', grid: { 'search.mode': ['fulltext', 'vector', 'hybrid'] } }),
  )
  await engine.jobs.idle()
  return { host, runIds }
}
