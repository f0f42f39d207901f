import { isRecipeRun, type RecipeRun, type Run } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import type { JobRecord } from '../../../ports/job-store.ts'
import { ItemFailure, itemFailureOf } from '../../jobs/item-failure.ts'
import type { JobContext, JobHandler } from '../../jobs/job-handler.ts'
import { withMeteredEmbedder } from '../costs/metered-embedder.ts'
import { openPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { buildIndex, type ReadyIndex } from '../indexing/build-index.ts'
import { embeddingKey } from '../indexing/open-text-embedder.ts'
import { noteOutages } from '../note-outages.ts'
import { groupByIndex, type IndexGroup } from '../recipes/group-by-index.ts'
import { createScoringContext, scoreRun } from '../scoring/score-run.ts'
import { openRerankRuns } from '../searching/rerank-runs.ts'
import { runSearches } from '../searching/run-searches.ts'
import { latencySample, timeSearches } from '../searching/time-searches.ts'
import { stageProgress } from '../stage-progress.ts'
import { completeRun } from './complete-run.ts'
import { SweepJobSpec } from './sweep-job-spec.ts'

/** Runs the recipes of a sweep, index by index: build, search, time, score. A single run is a sweep of one. */
export class SweepHandler implements JobHandler {
  readonly kind = 'sweep'
  readonly #ports: ExperimentPorts

  constructor(ports: ExperimentPorts) {
    this.#ports = ports
  }

  async runItem(job: JobRecord, itemKey: string, context: JobContext): Promise<void> {
    const spec = SweepJobSpec.parse(job.spec)
    const members = new Set(spec.groups[Number(itemKey)])
    const runs = this.#ports.store.runs
      .runsOfJob(job.jobId)
      .filter(isRecipeRun)
      .filter((run) => members.has(run.runId) && run.status !== 'finished')
    if (runs.length === 0) return
    for (const run of runs) this.#setStatus(run, 'running')
    const endNotes = noteOutages(this.#ports.lanes, context.note)
    try {
      // Grouped again now: an index that another sweep has built since is not built twice.
      for (const group of this.#groups(runs, spec)) {
        await this.#runGroup(
          group.recipes.map((index) => runs[index]!),
          group,
          spec,
          context,
        )
      }
      await this.#runPrompts(
        runs.filter(({ recipe }) => !hasRetrieval(recipe.rung)),
        spec,
        context,
      )
    } catch (error) {
      // Failures of single runs are written down already.
      throw error instanceof ItemFailure ? error : this.#failRuns(runs, error, context)
    } finally {
      endNotes()
    }
  }

  stopped(job: JobRecord, reason: 'cancelled' | 'failed' | 'interrupted', message: string): void {
    for (const run of this.#ports.store.runs.runsOfJob(job.jobId)) {
      if (run.status === 'finished') continue
      if (reason !== 'interrupted') this.#setStatus(run, reason, reason === 'failed' ? message : undefined)
      else if (run.status === 'running') this.#setStatus(run, 'queued')
    }
  }

  #groups(runs: readonly RecipeRun[], spec: SweepJobSpec): IndexGroup[] {
    return groupByIndex(
      runs.map((run) => run.recipe),
      spec.corpusVersionId,
      (embedding) => embeddingKey(embedding, this.#ports),
      this.#ports.store.indexes,
    )
  }

  async #runGroup(
    runs: readonly RecipeRun[],
    group: IndexGroup,
    spec: SweepJobSpec,
    context: JobContext,
  ): Promise<void> {
    const { store, vectors, clock } = this.#ports
    const { signal } = context
    const { chunkingKey, embeddingKey: embedding } = group.plan.key
    const answering = runs.some(({ recipe }) => recipe.generation !== null)
    const subject = `${chunkingKey.replace(/@.*/, '')} · ${embedding.replace(/@.*/, '')}`
    const progress = stageProgress(context, subject, answering)
    const pricing = openPricing(spec.budget, this.#ports)
    const metered = withMeteredEmbedder(runs[0]!, pricing, this.#ports)
    const index = await buildIndex(group.plan, metered, progress, signal)
    const examples = store.datasets.examples(spec.evalSetId, spec.split)
    const table = await vectors.open(index.record.tableName, index.record.language)
    try {
      await this.#prepareTimedQueries(runs, examples.queries, index, signal)
      const reranking = await openRerankRuns(runs, index.chunkSet, pricing, this.#ports, signal)
      await runSearches(runs, examples.queries, table, index.embedder, store, reranking.rerank, progress, signal)
      for (const [position, run] of runs.entries()) {
        progress('time', 'Timing', position, runs.length, 'recipes')
        const sample = latencySample(examples.queries, run.provenance.seed)
        const latencies = await timeSearches(run, sample, table, index.embedder, clock, signal)
        for (const [stage, durationsMs] of await reranking.latencies(run, sample)) latencies.set(stage, durationsMs)
        store.runs.setLatencies(run.runId, latencies)
      }
    } finally {
      table.close()
    }
    const scoring = await createScoringContext(store.datasets, spec.corpusVersionId, examples, index.chunkSet)
    const failures: ItemFailure[] = []
    for (const [position, run] of runs.entries()) {
      progress('score', 'Scoring', position, runs.length, 'recipes')
      await scoreRun(run, scoring, store.runs, signal)
      const scored: RecipeRun = { ...run, provenance: provenanceOf(run, index) }
      store.runs.setProvenance(run.runId, scored.provenance)
      failures.push(...(await this.#finish(scored, spec, examples, index.chunkSet, context)))
    }
    throwTogether(failures)
  }

  /** Runs that retrieve nothing. */
  async #runPrompts(runs: readonly RecipeRun[], spec: SweepJobSpec, context: JobContext): Promise<void> {
    const failures: ItemFailure[] = []
    for (const run of runs) {
      const examples = this.#ports.store.datasets.examples(spec.evalSetId, spec.split)
      failures.push(...(await this.#finish(run, spec, examples, null, context)))
    }
    throwTogether(failures)
  }

  /**
   * Answers and scores what is left of a run, then it is finished. What only stops this run is written down, and returned:
   * the others go on.
   */
  async #finish(
    run: RecipeRun,
    { evaluators, budget, batch, fresh }: SweepJobSpec,
    examples: EvalExamples,
    chunkSet: ChunkSet | null,
    context: JobContext,
  ): Promise<ItemFailure[]> {
    try {
      const progress = stageProgress(context, run.name, true)
      await completeRun(
        { run, examples, chunkSet, evaluators, budget, batch, fresh },
        this.#ports,
        progress,
        context.signal,
      )
      this.#setStatus(run, 'finished')
      return []
    } catch (error) {
      return [this.#failRuns([run], error, context)]
    }
  }

  /** A remote embedder's latency is that of a request with one query: some are sent alone before the rest in batches. */
  async #prepareTimedQueries(
    runs: readonly RecipeRun[],
    queries: Parameters<typeof latencySample>[0],
    { embedder }: ReadyIndex,
    signal: AbortSignal,
  ): Promise<void> {
    const run = runs.find(({ recipe }) => recipe.search.mode !== 'fulltext' && recipe.embedding.kind === 'openai')
    if (!run || !embedder) return
    for (const query of latencySample(queries, run.provenance.seed).slice(0, remoteTimedQueries)) {
      await embedder.timedQuery(query.text, signal)
    }
  }

  /** What only concerns these runs is written down, and the job goes on. Throws what stops the whole job. */
  #failRuns(runs: readonly Run[], error: unknown, { signal }: JobContext): ItemFailure {
    const failure = itemFailureOf(error, signal)
    for (const run of runs) {
      if (this.#ports.store.runs.run(run.runId)?.status !== 'finished') this.#setStatus(run, 'failed', failure.message)
    }
    return failure
  }

  #setStatus(run: Run, status: Run['status'], error?: string): void {
    this.#ports.store.runs.setStatus(run.runId, status, this.#ports.clock.now().toISOString(), error)
  }
}

const remoteTimedQueries = 20

/** Failures of single runs as one. */
function throwTogether(failures: readonly ItemFailure[]): void {
  const messages = new Set(failures.map(({ message }) => message))
  if (messages.size > 0) throw new ItemFailure([...messages].join(' '), { cause: failures[0]?.cause })
}

function provenanceOf(run: RecipeRun, { record, embedder }: ReadyIndex): Run['provenance'] {
  return {
    ...run.provenance,
    indexId: record.indexId,
    chunks: record.chunks,
    indexTokens: record.tokens,
    indexBytes: record.bytes,
    indexBuildMs: record.buildMs,
    embedder: run.recipe.search.mode === 'fulltext' ? null : (embedder?.name ?? null),
    vectorIndex: record.vectorIndex,
    tokenizer: record.tokenizer,
  }
}
