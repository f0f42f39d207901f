import { implement } from '@orpc/server'
import { contract } from '../../shared/contract/contract.ts'
import type { Engine } from '../engine/engine.ts'
import { toWireError } from './to-wire-error.ts'

/** The contract, served by one engine, over any transport. */
export function createRouter(engine: Engine) {
  const {
    datasets,
    experiments,
    fineTuning,
    jobs,
    models,
    money,
    monitors,
    ratings,
    results,
    trainingSets,
    workspace,
  } = engine
  const base = implement(contract).use(async ({ next }) => {
    try {
      const result = await next()
      return isStream(result.output) ? { ...result, output: withWireErrors(result.output) } : result
    } catch (error) {
      throw toWireError(error)
    }
  })
  return base.router({
    datasets: {
      preview: base.datasets.preview.handler(({ input }) => datasets.preview(input)),
      import: base.datasets.import.handler(({ input }) => ({ jobId: datasets.import(input) })),
      openPreview: base.datasets.openPreview.handler(({ input, signal }) => datasets.previews.follow(input, signal)),
      previewFiles: base.datasets.previewFiles.handler(({ input }) => datasets.previews.files(input.previewId, input)),
      previewFile: base.datasets.previewFile.handler(({ input }) =>
        datasets.previews.file(input.previewId, input.path),
      ),
      previewRejections: base.datasets.previewRejections.handler(({ input }) =>
        datasets.previews.rejections(input.previewId, input.reason, input),
      ),
      previewRejectionsFile: base.datasets.previewRejectionsFile.handler(({ input }) =>
        datasets.previews.rejectionsFile(input.previewId),
      ),
      importResult: base.datasets.importResult.handler(({ input }) => {
        const { rejections, ...report } = datasets.importReport(input.jobId)
        return { ...report, rejected: rejections.length }
      }),
      corpus: base.datasets.corpus.handler(({ input }) => datasets.browsing.corpus(input.reference)),
      documentLengths: base.datasets.documentLengths.handler(({ input }) =>
        datasets.browsing.documentLengths(input.versionId),
      ),
      documents: base.datasets.documents.handler(({ input }) =>
        datasets.browsing.documents(input.versionId, input.search, input),
      ),
      document: base.datasets.document.handler(({ input }) =>
        datasets.browsing.document(input.versionId, input.docId, input.start, input.limit),
      ),
      evalSet: base.datasets.evalSet.handler(({ input }) => datasets.browsing.evalSet(input.reference)),
      queries: base.datasets.queries.handler(({ input }) => datasets.browsing.queries(input.evalSetId, input, input)),
      query: base.datasets.query.handler(({ input }) => datasets.browsing.query(input.evalSetId, input.queryId)),
      editJudgment: base.datasets.editJudgment.handler(({ input }) =>
        datasets.editing.editJudgment(input.evalSetId, input),
      ),
      editSpans: base.datasets.editSpans.handler(({ input }) => datasets.editing.editSpans(input.evalSetId, input)),
      undoEdit: base.datasets.undoEdit.handler(({ input }) => datasets.editing.undoEdit(input.evalSetId)),
      importReport: base.datasets.importReport.handler(({ input }) => datasets.importReport(input.jobId)),
      list: base.datasets.list.handler(() => ({ corpora: datasets.listCorpora(), evalSets: datasets.listEvalSets() })),
    },
    decisions: {
      ladder: base.decisions.ladder.handler(({ input, signal }) => engine.decisions.ladder(input, signal)),
      draft: base.decisions.draft.handler(({ input, signal }) => engine.decisions.draft(input.entries, signal)),
      unsaved: base.decisions.unsaved.handler(() => engine.decisions.unsaved()),
      keepUnsaved: base.decisions.keepUnsaved.handler(({ input }) => engine.decisions.keepUnsaved(input.entries)),
      save: base.decisions.save.handler(({ input, signal }) => engine.decisions.save(input.entries, signal)),
      restore: base.decisions.restore.handler(({ input, signal }) => engine.decisions.restore(input.number, signal)),
      versions: base.decisions.versions.handler(() => engine.decisions.versions()),
      version: base.decisions.version.handler(({ input }) => engine.decisions.version(input.number)),
      export: base.decisions.export.handler(({ input, signal }) => engine.decisions.export(input, signal)),
      keepLadder: base.decisions.keepLadder.handler(({ input }) => engine.decisions.keepLadder(input)),
    },
    experiments: {
      recipe: base.experiments.recipe.handler(({ input }) => experiments.recipe(input.base, input.set)),
      plan: base.experiments.plan.handler(({ input }) => {
        const plan = experiments.plan(input)
        return { ...plan, recipes: [...plan.recipes] }
      }),
      previewPrompt: base.experiments.previewPrompt.handler(({ input, signal }) =>
        experiments.previewPrompt(input, signal),
      ),
      forecast: base.experiments.forecast.handler(({ input, signal }) => experiments.forecast(input, signal)),
      pilot: base.experiments.pilot.handler(({ input, signal }) =>
        experiments.pilot(input.spec, input.mostUsd, signal),
      ),
      startedWith: base.experiments.startedWith.handler(({ input }) => experiments.startedWith(input.runId)),
      start: base.experiments.start.handler(({ input }) => experiments.start(input)),
      evaluators: base.experiments.evaluators.handler(({ input }) => experiments.evaluatorsOf(input.runId)),
      judgePairs: base.experiments.judgePairs.handler(({ input }) => experiments.judgePairs(input)),
      pairwise: base.experiments.pairwise.handler(({ input }) => experiments.pairwise(input.baseline, input.runId)),
      evaluate: base.experiments.evaluate.handler(({ input }) => experiments.evaluate(input)),
      setBudget: base.experiments.setBudget.handler(({ input: { jobId, ...caps } }) =>
        experiments.setBudget(jobId, caps),
      ),
      spending: base.experiments.spending.handler(({ input }) => experiments.spending(input.jobId, input.runId)),
      runs: base.experiments.runs.handler(({ input }) =>
        input.jobId === undefined ? experiments.listRuns() : experiments.runsOfJob(input.jobId),
      ),
      list: base.experiments.list.handler(({ input: { metrics, ...scope } }) => experiments.list(metrics, scope)),
      intervals: base.experiments.intervals.handler(({ input, signal }) =>
        experiments.intervals(input.runIds, input.metrics, signal),
      ),
      differences: base.experiments.differences.handler(({ input }) =>
        experiments.differences(input.baseline, input.runIds, input.metrics),
      ),
      verdicts: base.experiments.verdicts.handler(({ input, signal }) =>
        experiments.verdicts(input.baseline, input.runIds, input.metrics, signal),
      ),
      ladder: base.experiments.ladder.handler(({ input }) => experiments.ladder(input)),
      edit: base.experiments.edit.handler(({ input: { runId, ...changes } }) => experiments.edit(runId, changes)),
      delete: base.experiments.delete.handler(({ input }) => ({ deleted: experiments.delete(input.runIds) })),
      restore: base.experiments.restore.handler(({ input }) => ({ restored: experiments.restore(input.runIds) })),
      compare: base.experiments.compare.handler(({ input }) =>
        experiments.compare(input.runs, input.baseline, input.metrics),
      ),
      export: base.experiments.export.handler(({ input, signal }) => experiments.export(input, signal)),
    },
    fineTunes: {
      trainers: base.fineTunes.trainers.handler(() => fineTuning.trainers()),
      trainingVersion: base.fineTunes.trainingVersion.handler(({ input }) =>
        fineTuning.trainingVersion(input.reference),
      ),
      list: base.fineTunes.list.handler(() => fineTuning.list()),
      get: base.fineTunes.get.handler(({ input }) => fineTuning.get(input.reference)),
      estimate: base.fineTunes.estimate.handler(({ input }) => fineTuning.estimate(input)),
      setPrice: base.fineTunes.setPrice.handler(({ input }) =>
        fineTuning.setPrice(input.trainer, input.baseModel, input.usdPerMillionTokens),
      ),
      start: base.fineTunes.start.handler(({ input }) => fineTuning.start(input)),
      cancel: base.fineTunes.cancel.handler(({ input }) => fineTuning.cancel(input.fineTuneJobId)),
      pause: base.fineTunes.pause.handler(({ input }) => fineTuning.pause(input.fineTuneJobId)),
      resume: base.fineTunes.resume.handler(({ input }) => fineTuning.resume(input.fineTuneJobId)),
      launch: base.fineTunes.launch.handler(({ input }) => fineTuning.launch(input.fineTuneJobId)),
      searchAgain: base.fineTunes.searchAgain.handler(({ input }) => fineTuning.searchAgain(input.fineTuneJobId)),
      sendAgain: base.fineTunes.sendAgain.handler(({ input }) => fineTuning.sendAgain(input.fineTuneJobId)),
      giveUp: base.fineTunes.giveUp.handler(({ input }) => fineTuning.giveUp(input.fineTuneJobId)),
      refresh: base.fineTunes.refresh.handler(({ input }) => fineTuning.refresh(input.fineTuneJobId)),
      rename: base.fineTunes.rename.handler(({ input }) => fineTuning.rename(input.fineTuneJobId, input.name)),
      remove: base.fineTunes.remove.handler(({ input }) => ({ removed: fineTuning.remove(input.fineTuneJobId) })),
      events: base.fineTunes.events.handler(({ input }) =>
        fineTuning.events(input.fineTuneJobId, input.afterSeq, input.limit),
      ),
      watch: base.fineTunes.watch.handler(({ input, signal }) => fineTuning.watch(input.fineTuneJobId, signal)),
      watchAll: base.fineTunes.watchAll.handler(({ signal }) => fineTuning.watchAll(signal)),
      points: base.fineTunes.points.handler(({ input }) => fineTuning.points(input.fineTuneJobId)),
      resultFile: base.fineTunes.resultFile.handler(({ input }) =>
        fineTuning.resultFile(input.fineTuneJobId, input.name),
      ),
      providerJobs: base.fineTunes.providerJobs.handler(({ input }) => fineTuning.providerJobs(input)),
      importJob: base.fineTunes.importJob.handler(({ input }) =>
        fineTuning.importJob(input.trainer, input.providerJobId),
      ),
      importFiles: base.fineTunes.importFiles.handler(({ input }) => fineTuning.importFiles(input)),
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
    models: {
      providers: base.models.providers.handler(() => models.providers()),
      addProvider: base.models.addProvider.handler(({ input }) => models.addProvider(input)),
      changeProvider: base.models.changeProvider.handler(({ input }) => models.changeProvider(input)),
      removeProvider: base.models.removeProvider.handler(({ input }) => ({ removed: models.removeProvider(input.id) })),
      list: base.models.list.handler(({ input, signal }) => models.list(input, signal)),
      test: base.models.test.handler(({ input, signal }) => models.test(input.provider, input.model, signal)),
      localServers: base.models.localServers.handler(() => models.localServers()),
    },
    money: {
      month: base.money.month.handler(() => money.month()),
      setBudget: base.money.setBudget.handler(({ input }) => money.setBudget(input)),
      ownPrices: base.money.ownPrices.handler(() => money.ownPrices()),
      setPrice: base.money.setPrice.handler(({ input }) => money.setPrice(input)),
      setServing: base.money.setServing.handler(({ input }) => money.setServing(input)),
      removePrice: base.money.removePrice.handler(({ input }) => ({ removed: money.removePrice(input.key) })),
    },
    monitors: {
      list: base.monitors.list.handler(() => monitors.list()),
      add: base.monitors.add.handler(({ input }) => monitors.add(input)),
      edit: base.monitors.edit.handler(({ input }) => monitors.edit(input.monitorId, input)),
      remove: base.monitors.remove.handler(({ input }) => ({ removed: monitors.remove(input.monitorId) })),
      replay: base.monitors.replay.handler(({ input }) => monitors.replay(input.monitorId)),
    },
    ratings: {
      next: base.ratings.next.handler(({ input }) => ratings.next(input, input)),
      rate: base.ratings.rate.handler(({ input }) => {
        ratings.rate(input, input)
        return { rated: true }
      }),
      undo: base.ratings.undo.handler(({ input }) => ({ undone: ratings.undo(input, input.token) })),
      overrule: base.ratings.overrule.handler(({ input }) => ({ before: ratings.overrule(input) })),
      setRating: base.ratings.setRating.handler(({ input }) => {
        ratings.setRating(input, input.rating)
        return { rated: input.rating !== null }
      }),
      agreement: base.ratings.agreement.handler(({ input }) => ratings.agreement(input.runId, input.measure)),
      agreements: base.ratings.agreements.handler(({ input }) => ratings.agreements(input.runIds)),
    },
    results: {
      run: base.results.run.handler(({ input }) => results.run(input.runId)),
      metrics: base.results.metrics.handler(({ input }) => results.metrics(input.runs, input.baseline, input.metrics)),
      monthlyCost: base.results.monthlyCost.handler(({ input }) => results.monthlyCost(input.runId)),
      queries: base.results.queries.handler(({ input }) => results.queries(input, input)),
      neighbours: base.results.neighbours.handler(({ input }) => results.neighbours(input, input.queryId)),
      query: base.results.query.handler(({ input }) =>
        results.query(input.runId, input.queryId, input.passages, input.metrics),
      ),
      compareQueries: base.results.compareQueries.handler(({ input }) =>
        results.compareQueries(input.runs, input.baseline, input),
      ),
      compareSlices: base.results.compareSlices.handler(({ input }) =>
        results.compareSlices(input.runs, input.baseline, input.metric),
      ),
    },
    trainingSets: {
      list: base.trainingSets.list.handler(() => trainingSets.list()),
      get: base.trainingSets.get.handler(({ input }) => trainingSets.get(input.reference)),
      examples: base.trainingSets.examples.handler(({ input }) => trainingSets.examples(input.versionId, input, input)),
      edit: base.trainingSets.edit.handler(({ input }) => trainingSets.edit(input.versionId, input.changes, input.add)),
      build: base.trainingSets.build.handler(({ input }) =>
        trainingSets.build(input.name, input.source, input.systemPrompt),
      ),
      restore: base.trainingSets.restore.handler(({ input }) => trainingSets.restore(input.versionId)),
      freeze: base.trainingSets.freeze.handler(({ input }) => trainingSets.freeze(input.versionId, input.split)),
      makeEvalSet: base.trainingSets.makeEvalSet.handler(({ input }) => trainingSets.makeEvalSet(input.versionId)),
      baseline: base.trainingSets.baseline.handler(({ input }) =>
        trainingSets.baseline(input.versionId, input.baseModel),
      ),
      preflight: base.trainingSets.preflight.handler(({ input }) =>
        trainingSets.preflight(input.versionId, input.settings),
      ),
      preflightFiles: base.trainingSets.preflightFiles.handler(async ({ input }) => {
        const { rows, ...read } = await datasets.readTraining(input.request)
        return { ...read, report: await trainingSets.preflightRows(rows, input.settings) }
      }),
      fix: base.trainingSets.fix.handler(({ input }) =>
        trainingSets.fix(input.versionId, input.finding, input.label, input.removes),
      ),
    },
    workspace: {
      info: base.workspace.info.handler(() => workspace.info()),
      sample: base.workspace.sample.handler(() => workspace.sample()),
      generalSuite: base.workspace.generalSuite.handler(() => workspace.generalSuite()),
      diagnostics: base.workspace.diagnostics.handler(async () => ({ report: await workspace.diagnostics() })),
      secrets: base.workspace.secrets.handler(() => workspace.secrets()),
      setSecret: base.workspace.setSecret.handler(({ input }) => workspace.setSecret(input.name, input.value)),
      removeSecret: base.workspace.removeSecret.handler(async ({ input }) => ({
        removed: await workspace.removeSecret(input.name),
      })),
      prices: base.workspace.prices.handler(() => workspace.prices()),
      testEmbedding: base.workspace.testEmbedding.handler(({ input }) => workspace.testEmbedding(input)),
    },
  })
}

/** A stream can fail long after its call was answered; its errors go through the same table. */
async function* withWireErrors(stream: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
  try {
    yield* stream
  } catch (error) {
    throw toWireError(error)
  }
}

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return output !== null && typeof output === 'object' && Symbol.asyncIterator in output
}
