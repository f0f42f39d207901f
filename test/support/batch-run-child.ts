import { SweepSpec } from '../../shared/domain/recipe.ts'
import { openBatchEngine } from './open-batch-engine.ts'

// Starts a run in batches and waits: it is killed from outside. Usage: batch-run-child.ts <database> <server's base URL>
const [database, baseUrl] = process.argv.slice(2)
const { engine } = await openBatchEngine(baseUrl!, database)
engine.experiments.start(SweepSpec.parse({ batch: true, base: JSON.parse(process.argv[4]!) }))
setInterval(() => {}, 1000)
