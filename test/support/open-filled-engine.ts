import { type MemoryEngine, openMemoryEngine } from './open-memory-engine.ts'
import type { FileContents } from './parse-files.ts'

/** `openMemoryEngine` with a dataset imported already, under the name of its folder. */
export async function openFilledEngine(folder: string, contents: FileContents): Promise<MemoryEngine> {
  const memory = await openMemoryEngine({ [folder]: contents })
  memory.engine.datasets.import({ paths: [folder], mapping: {}, dryRun: false })
  await memory.engine.jobs.idle()
  return memory
}
