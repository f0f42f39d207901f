import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../shared/contract/contract.ts'
import { AppError, errorTable } from '../../shared/domain/app-error.ts'
import type { Engine } from '../engine/engine.ts'
import { exportRuns } from './export-runs.ts'

/** The contract, served by one engine, over any transport. */
export function createRouter(engine: Engine) {
  const { datasets, experiments, jobs, workspace } = engine
  const base = implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw toWireError(error)
    }
  })
  return base.router({
    datasets: {
      preview: base.datasets.preview.handler(({ input }) => datasets.preview(input)),
      import: base.datasets.import.handler(({ input }) => ({ jobId: datasets.import(input) })),
      importReport: base.datasets.importReport.handler(({ input }) => datasets.importReport(input.jobId)),
      list: base.datasets.list.handler(() => ({ corpora: datasets.listCorpora(), evalSets: datasets.listEvalSets() })),
    },
    experiments: {
      recipe: base.experiments.recipe.handler(({ input }) => experiments.recipe(input.base, input.set)),
      plan: base.experiments.plan.handler(({ input }) => {
        const plan = experiments.plan(input)
        return { ...plan, recipes: [...plan.recipes] }
      }),
      start: base.experiments.start.handler(({ input }) => experiments.start(input)),
      runs: base.experiments.runs.handler(({ input }) =>
        input.jobId === undefined ? experiments.listRuns() : experiments.runsOfJob(input.jobId),
      ),
      compare: base.experiments.compare.handler(({ input }) =>
        experiments.compare(input.runs, input.baseline, input.metrics),
      ),
      export: base.experiments.export.handler(({ input }) => exportRuns(experiments, input)),
    },
    jobs: {
      list: base.jobs.list.handler(() => jobs.list()),
      resumable: base.jobs.resumable.handler(() => jobs.resumable()),
      resume: base.jobs.resume.handler(({ input }) => {
        jobs.start(input.jobId)
        return jobs.snapshot(input.jobId)
      }),
      cancel: base.jobs.cancel.handler(({ input }) => {
        jobs.cancel(input.jobId)
        return jobs.snapshot(input.jobId)
      }),
      watch: base.jobs.watch.handler(({ input, signal }) => jobs.watch(input.jobId, input.afterSeq, signal)),
    },
    workspace: {
      info: base.workspace.info.handler(() => workspace.info()),
      sample: base.workspace.sample.handler(() => workspace.sample()),
      diagnostics: base.workspace.diagnostics.handler(async () => ({ report: await workspace.diagnostics() })),
      secrets: base.workspace.secrets.handler(() => workspace.secrets()),
      setSecret: base.workspace.setSecret.handler(({ input }) => workspace.setSecret(input.name, input.value)),
      removeSecret: base.workspace.removeSecret.handler(async ({ input }) => ({
        removed: await workspace.removeSecret(input.name),
      })),
      testEmbedding: base.workspace.testEmbedding.handler(({ input }) => workspace.testEmbedding(input)),
    },
  })
}

/** AppErrors keep code, sentence and details on every transport; anything else stays an internal error. */
function toWireError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const { httpStatus } = errorTable[error.code]
  return new ORPCError(error.code, { status: httpStatus, message: error.message, data: error.details, cause: error })
}
