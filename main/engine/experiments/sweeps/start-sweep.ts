import { AppError } from '../../../../shared/domain/app-error.ts'
import type { EvalSet, EvalSplit } from '../../../../shared/domain/eval-set.ts'
import type { JobId, RunId, SweepId } from '../../../../shared/domain/ids.ts'
import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import { offersBatches } from '../../../../shared/domain/offers-batches.ts'
import type { Recipe, SweepSpec } from '../../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { DatasetStore } from '../../../ports/dataset-store.ts'
import type { NewRun } from '../../../ports/run-store.ts'
import type { JobQueue } from '../../jobs/job-queue.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { embeddingKey } from '../indexing/open-text-embedder.ts'
import { newProvenance } from '../new-provenance.ts'
import { recipeHash } from '../recipes/canonical-recipe.ts'
import { expandGrid } from '../recipes/expand-grid.ts'
import { groupByIndex } from '../recipes/group-by-index.ts'
import { nameRecipe } from '../recipes/name-recipe.ts'
import { estimateSweepSeconds } from './estimate-sweep-seconds.ts'
import { requireDocuments } from './require-documents.ts'
import { requireKnownPrices } from './require-known-prices.ts'
import { requireTunedJobs } from './require-tuned-jobs.ts'

export interface PlannedSweep {
  readonly evalSet: EvalSet
  readonly split: EvalSplit
  readonly recipes: readonly Recipe[]
  readonly repeated: number
  /** Distinct indexes that the recipes need, and how many of them are not built yet. */
  readonly indexes: number
  readonly newIndexes: number
  /** Null while nothing like it was measured in this workspace. */
  readonly estimatedSeconds: number | null
}

/** Resolves names and expands the grid; changes nothing. Throws AppError INVALID_INPUT or NOT_FOUND. */
export function planSweep(spec: SweepSpec, ports: ExperimentPorts): PlannedSweep {
  const { recipes, repeated } = expandGrid(spec)
  const evalSet = findEvalSet(ports.store.datasets, spec.eval)
  const split = chooseSplit(evalSet, spec.split)
  const groups = groupsOf(recipes, evalSet, ports)
  const newIndexes = groups.filter(({ plan }) => !ports.store.indexes.find(plan.key)).length
  return {
    evalSet,
    split,
    recipes,
    repeated,
    indexes: groups.length,
    newIndexes,
    estimatedSeconds: estimateSweepSeconds(recipes, groups, evalSet, split, ports.store),
  }
}

/** Throws AppError INVALID_INPUT when no model of the sweep can be asked in batches. */
function requireBatches(recipes: readonly Recipe[]): void {
  if (
    recipes.some(
      ({ generation }) => generation !== null && !isExtractive(generation) && offersBatches(generation.provider),
    )
  )
    return
  throw new AppError(
    'INVALID_INPUT',
    'batch is set, and no model of these recipes can be asked in batches: OpenAI takes them. Nothing was started. Leave batch out, or choose a model there.',
  )
}

export interface StartedSweep {
  readonly jobId: JobId
  readonly runIds: RunId[]
  /** Null for a single run. */
  readonly sweepId: SweepId | null
}

/** Stores the sweep, its runs and its job in one step, then queues the job. */
export function startSweep(spec: SweepSpec, ports: ExperimentPorts, queue: JobQueue): StartedSweep {
  const plan = planSweep(spec, ports)
  requireDocuments(plan.recipes, plan.evalSet, ports.store.datasets)
  requireKnownPrices(plan.recipes, spec, ports)
  requireTunedJobs(plan.recipes, ports.store.fineTunes)
  if (spec.batch) requireBatches(plan.recipes)
  const { store, clock, newId } = ports
  const createdAt = clock.now().toISOString()
  const { evalSet, split, recipes } = plan
  const prompts = recipes.flatMap(({ rung }, index) => (!hasRetrieval(rung) ? [index] : []))
  // What retrieves nothing is one item of its own.
  const groups = [
    ...groupsOf(recipes, evalSet, ports).map((group) => group.recipes),
    ...(prompts.length > 0 ? [prompts] : []),
  ]
  const sweepId = newId() as SweepId
  const runIds = recipes.map(() => newId() as RunId)
  const title =
    recipes.length === 1 ? nameRecipe(recipes[0]!) : (spec.name ?? `${recipes.length} recipes on ${evalSet.name}`)
  const jobId = store.transaction(() => {
    store.runs.addSweep({ sweepId, name: title, spec, evalSetId: evalSet.evalSetId, split: split.name, createdAt })
    const job = queue.add(
      'sweep',
      title,
      {
        evalSetId: evalSet.evalSetId,
        split: split.name,
        corpusVersionId: evalSet.corpusVersionId,
        groups: groups.map((members) => members.map((index) => runIds[index]!)),
        evaluators: spec.evaluators ?? [],
        budget: spec.budget ?? { perRunUsd: null, perSweepUsd: null },
        batch: spec.batch ?? false,
        fresh: spec.fresh ?? false,
      },
      groups.map((members, index) => ({ key: String(index), weight: weightOf(members.map((at) => recipes[at]!)) })),
    )
    store.runs.addRuns(
      recipes.map(
        (recipe, index): NewRun => ({
          runId: runIds[index]!,
          name: nameRecipe(recipe),
          recipe,
          recipeHash: recipeHash(recipe),
          evalSetId: evalSet.evalSetId,
          split: split.name,
          sweepId: recipes.length === 1 ? null : sweepId,
          jobId: job,
          createdAt,
          queries: split.queries,
          provenance: newProvenance(evalSet, ports.appVersion),
        }),
      ),
    )
    return job
  })
  queue.start(jobId)
  return { jobId, runIds, sweepId: recipes.length === 1 ? null : sweepId }
}

/** An index, and each recipe on it; answering takes many times as long as searching. */
function weightOf(recipes: readonly Recipe[]): number {
  return recipes.reduce((sum, { generation }) => sum + (generation === null ? 1 : 10), 2)
}

function groupsOf(recipes: readonly Recipe[], evalSet: EvalSet, ports: ExperimentPorts) {
  return groupByIndex(
    recipes,
    evalSet.corpusVersionId,
    (embedding) => embeddingKey(embedding, ports),
    ports.store.indexes,
  )
}

function findEvalSet(datasets: DatasetStore, name: string | undefined): EvalSet {
  const all = datasets.listEvalSets()
  const names = all.map((evalSet) => evalSet.name).join(', ')
  if (all.length === 0) {
    throw new AppError(
      'NOT_FOUND',
      'There is no eval set in this workspace yet. Import one first: `rungs import FOLDER`, or load the sample: `rungs sample`.',
    )
  }
  if (name === undefined) {
    if (all.length === 1) return all[0]!
    throw new AppError('INVALID_INPUT', `Say which eval set to use with --eval: ${names}. Nothing was started.`)
  }
  const found = datasets.findEvalSet(name)
  if (!found) throw new AppError('NOT_FOUND', `There is no eval set "${name}". This workspace has: ${names}.`, { name })
  return found
}

/** The split that was named, else `test`, else the only one. */
function chooseSplit(evalSet: EvalSet, name: string | undefined): EvalSplit {
  const names = evalSet.splits.map((split) => split.name).join(', ')
  if (evalSet.splits.length === 0) {
    throw new AppError('INVALID_INPUT', `The eval set ${evalSet.name} has no split with queries. Nothing was started.`)
  }
  if (name !== undefined) {
    const found = evalSet.splits.find((split) => split.name === name)
    if (found) return found
    throw new AppError('NOT_FOUND', `The eval set ${evalSet.name} has no split "${name}". It has: ${names}.`, { name })
  }
  const test = evalSet.splits.find((split) => split.name === 'test')
  if (test) return test
  if (evalSet.splits.length === 1) return evalSet.splits[0]!
  throw new AppError(
    'INVALID_INPUT',
    `The eval set ${evalSet.name} has several splits and none is called test: say which with --split: ${names}. Nothing was started.`,
  )
}
