import { datasetsContract } from './datasets.ts'
import { decisionsContract } from './decisions.ts'
import { experimentsContract } from './experiments.ts'
import { fineTunesContract } from './fine-tunes.ts'
import { jobsContract } from './jobs.ts'
import { modelsContract } from './models.ts'
import { moneyContract } from './money.ts'
import { monitorsContract } from './monitors.ts'
import { ratingsContract } from './ratings.ts'
import { resultsContract } from './results.ts'
import { trainingSetsContract } from './training-sets.ts'
import { workspaceContract } from './workspace.ts'

/** Every call between an interface and the engine. Handlers, clients and the CLI take their types from here. */
export const contract = {
  datasets: datasetsContract,
  decisions: decisionsContract,
  experiments: experimentsContract,
  fineTunes: fineTunesContract,
  jobs: jobsContract,
  models: modelsContract,
  money: moneyContract,
  monitors: monitorsContract,
  ratings: ratingsContract,
  results: resultsContract,
  trainingSets: trainingSetsContract,
  workspace: workspaceContract,
}
