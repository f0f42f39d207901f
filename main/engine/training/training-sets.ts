import { AppError } from '../../../shared/domain/app-error.ts'
import type { TrainingSetId, TrainingVersionId } from '../../../shared/domain/ids.ts'
import type { PreflightReport, PreflightSettings } from '../../../shared/domain/preflight.ts'
import { requireWritable } from '../../../shared/domain/require-writable.ts'
import type { TrainingBaseline } from '../../../shared/domain/training-baseline.ts'
import type {
  ChatMessage,
  FrozenSplit,
  TrainingOrigin,
  TrainingSet,
  TrainingSource,
  TrainingVersion,
} from '../../../shared/domain/training-set.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Compute } from '../../ports/compute.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Store } from '../../ports/store.ts'
import type { PlacedExample, TrainingRow, TrainingStore } from '../../ports/training-store.ts'
import { freezeSplit } from './freeze-split.ts'
import { rowsOfSource } from './rows-of-source.ts'
import { baselineOf, makeSplitEvalSet, type StoreEvalSet } from './split-eval-set.ts'
import { identifyRows, versionIdOf } from './version-of-rows.ts'

interface TrainingPorts {
  readonly store: Store
  readonly clock: Clock
  readonly newId: NewId
  readonly compute: Pick<Compute, 'preflight'>
  readonly storeEvalSet: StoreEvalSet
}

/**
 * Training sets of a workspace. A version is never changed: every import, edit, fix and frozen split stores another one,
 * unless a version with just that content is there, which then becomes the current one again.
 */
export class TrainingSets {
  readonly #ports: TrainingPorts

  constructor(ports: TrainingPorts) {
    this.#ports = ports
  }

  list(): TrainingSet[] {
    return this.#training.listSets()
  }

  /** @param reference id or name. Throws AppError NOT_FOUND. */
  get(reference: string): { set: TrainingSet; versions: TrainingVersion[] } {
    const set = this.#training.findSet(reference) ?? this.#training.set(reference as TrainingSetId)
    if (!set) throw new AppError('NOT_FOUND', `There is no training set ${reference} in this workspace.`, { reference })
    return { set, versions: this.#training.versions(set.trainingSetId) }
  }

  examples(
    versionId: TrainingVersionId,
    ...page: Parameters<TrainingStore['page']> extends [unknown, ...infer R] ? R : never
  ) {
    this.#require(versionId)
    return this.#training.page(versionId, ...page)
  }

  /**
   * Stores imported rows as the set of that name, or as its new version. Rows that the set holds keep their ids, and a
   * frozen split is kept: only new rows are put into it. Call it inside a transaction.
   */
  importRows(
    name: string,
    rows: readonly TrainingRow[],
    files: readonly { readonly path: string; readonly shape: string }[],
  ): TrainingVersion {
    const known = this.#training.findSet(name)
    const trainingSetId = known?.trainingSetId ?? (this.#ports.newId() as TrainingSetId)
    if (!known) this.#training.createSet(trainingSetId, name, this.#now())
    const origin: TrainingOrigin = { kind: 'import', files: files.map(({ path, shape }) => ({ path, shape })) }
    const change = `Imported ${rows.length} rows from ${files.map(({ path }) => path).join(', ')}`
    return this.#add(trainingSetId, known?.current ?? null, placed(rows, known?.current.split ?? null), origin, change)
  }

  /** A new set. Throws AppError CONFLICT, NOT_FOUND, INVALID_INPUT or NOTHING_ACCEPTED; nothing is stored then. */
  build(name: string, source: TrainingSource, systemPrompt: string | null): TrainingVersion {
    return this.#write(() => {
      if (this.#training.findSet(name)) {
        throw new AppError('CONFLICT', `There is a training set "${name}" already. Choose another name.`, { name })
      }
      const { rows, origin, change } = rowsOfSource(source, systemPrompt, this.#ports.store)
      if (rows.length === 0) {
        throw new AppError('NOTHING_ACCEPTED', 'No question with an answer was found there, so nothing was built.')
      }
      const trainingSetId = this.#ports.newId() as TrainingSetId
      this.#training.createSet(trainingSetId, name, this.#now())
      return this.#add(trainingSetId, null, placed(rows, null), origin, change)
    })
  }

  /** Throws AppError NOT_FOUND, CONFLICT or WORKSPACE_LOCKED; nothing is changed then. */
  edit(
    versionId: TrainingVersionId,
    changes: readonly { readonly exampleId: string; readonly messages: readonly ChatMessage[] | null }[],
    added: readonly (readonly ChatMessage[])[],
  ): TrainingVersion {
    const edited = changes.filter(({ messages }) => messages !== null).length
    const parts = [
      ...(edited > 0 ? [`changed ${edited}`] : []),
      ...(changes.length > edited ? [`removed ${changes.length - edited}`] : []),
      ...(added.length > 0 ? [`added ${added.length}`] : []),
    ]
    const change = parts.length === 0 ? 'No change' : `${parts.join(', ')} by hand`
    return this.#change(versionId, changes, added, null, change)
  }

  /** Takes away the rows that a finding names. Throws as `edit`. */
  fix(versionId: TrainingVersionId, finding: string, label: string, removes: readonly string[]): TrainingVersion {
    const changes = removes.map((exampleId) => ({ exampleId, messages: null }))
    return this.#change(versionId, changes, [], finding, label)
  }

  restore(versionId: TrainingVersionId): TrainingVersion {
    return this.#write(() => {
      this.#require(versionId)
      this.#training.setCurrent(versionId)
      return this.#require(versionId)
    })
  }

  /** Throws as `edit`, and INVALID_INPUT when the shares are not 1 together. */
  freeze(versionId: TrainingVersionId, split: FrozenSplit): TrainingVersion {
    const { train, validation, test } = split.shares
    if (Math.abs(train + validation + test - 1) > 1e-9)
      throw new AppError('INVALID_INPUT', 'The shares of the splits must be 1 together. Nothing was changed.')
    return this.#write(() => {
      const version = this.#requireCurrent(versionId)
      const rows = freezeSplit(this.#training.examplesOf(versionId), split)
      return this.#add(
        version.trainingSetId,
        version,
        rows,
        { kind: 'split' },
        `Froze the split with seed ${split.seed}`,
        split,
      )
    })
  }

  /** The eval set of a frozen split, made at the first call. Throws as `edit`, and INVALID_INPUT. */
  makeEvalSet(versionId: TrainingVersionId) {
    return this.#write(() => makeSplitEvalSet(this.#require(versionId), this.#ports.store, this.#ports.storeEvalSet))
  }

  baseline(versionId: TrainingVersionId, baseModel: string): TrainingBaseline {
    return baselineOf(this.#require(versionId), baseModel, this.#ports.store)
  }

  async preflight(versionId: TrainingVersionId, settings: PreflightSettings): Promise<PreflightReport> {
    const version = this.#require(versionId)
    return this.#preflight(this.#training.examplesOf(versionId), settings, version)
  }

  /** The same of rows that are not stored. */
  preflightRows(rows: readonly TrainingRow[], settings: PreflightSettings): Promise<PreflightReport> {
    return this.#preflight(placed(rows, null), settings, null)
  }

  #preflight(examples: readonly PlacedExample[], settings: PreflightSettings, version: TrainingVersion | null) {
    const { datasets } = this.#ports.store
    const versions = version === null ? [] : this.#training.versions(version.trainingSetId)
    const own = new Set(versions.map(({ evalSetId }) => evalSetId))
    const references = datasets
      .listEvalSets()
      // Eval sets made of this set's own versions hold its rows: their splits are checked as such.
      .filter(({ evalSetId }) => !own.has(evalSetId))
      .flatMap(({ evalSetId, name, splits }) =>
        // What is there to learn from may be learnt from.
        splits
          .filter((split) => split.name !== 'train')
          .flatMap((split) =>
            datasets
              .examples(evalSetId, split.name)
              .queries.map(({ text }) => ({ text, where: `${name}, split ${split.name}` })),
          ),
      )
    return this.#ports.compute.preflight({ examples, references, settings })
  }

  #change(
    versionId: TrainingVersionId,
    changes: readonly { readonly exampleId: string; readonly messages: readonly ChatMessage[] | null }[],
    added: readonly (readonly ChatMessage[])[],
    finding: string | null,
    change: string,
  ): TrainingVersion {
    return this.#write(() => {
      const version = this.#requireCurrent(versionId)
      const byId = new Map(changes.map(({ exampleId, messages }) => [exampleId, messages]))
      const rows = this.#training.examplesOf(versionId)
      const ids = new Set(rows.map(({ exampleId }) => exampleId))
      const unknown = changes.find(({ exampleId }) => !ids.has(exampleId))
      if (unknown)
        throw new AppError('NOT_FOUND', `The training set has no row ${unknown.exampleId}. Nothing was changed.`)
      const kept = rows.flatMap((row): PlacedExample[] => {
        const messages = byId.get(row.exampleId)
        if (messages === undefined) return [row]
        return messages === null ? [] : [{ ...row, messages: [...messages] }]
      })
      const fresh = added.map((messages) => ({
        ...{ messages: [...messages], extra: {}, group: null, givenSplit: null, split: null, exampleId: '' },
      }))
      const all = identifyRows([...kept, ...fresh])
      const settled = version.split === null ? all : freezeSplit(all, version.split)
      return this.#add(version.trainingSetId, version, settled, { kind: 'edit', finding }, change)
    })
  }

  #add(
    trainingSetId: TrainingSetId,
    parent: TrainingVersion | null,
    rows: readonly PlacedExample[],
    origin: TrainingOrigin,
    change: string,
    split: FrozenSplit | null = parent?.split ?? null,
  ): TrainingVersion {
    const versionId = versionIdOf(trainingSetId, split, rows)
    const known = this.#training.version(versionId)
    if (known) {
      this.#training.setCurrent(versionId)
      return known
    }
    return this.#training.addVersion({
      ...{ versionId, trainingSetId, createdAt: this.#now(), split, parentId: parent?.versionId ?? null },
      ...{ origin, change, evalSetId: null, examples: rows },
    })
  }

  #require(versionId: TrainingVersionId): TrainingVersion {
    const version = this.#training.version(versionId)
    if (version) return version
    throw new AppError('NOT_FOUND', 'This version of the training set is not in the workspace.', { versionId })
  }

  #requireCurrent(versionId: TrainingVersionId): TrainingVersion {
    const version = this.#require(versionId)
    if (this.#training.set(version.trainingSetId)?.current.versionId === versionId) return version
    throw new AppError(
      'CONFLICT',
      `"${version.name}" has another current version, and only that can be changed. Nothing was changed; open it and try again.`,
      { versionId },
    )
  }

  #write<Result>(work: () => Result): Result {
    requireWritable(this.#ports.store)
    return this.#ports.store.transaction(work)
  }

  #now(): string {
    return this.#ports.clock.now().toISOString()
  }

  get #training(): TrainingStore {
    return this.#ports.store.training
  }
}

/** Rows with their ids, in the split that is frozen, or in the one that they came with. */
function placed(rows: readonly TrainingRow[], split: FrozenSplit | null): PlacedExample[] {
  const identified = identifyRows(rows).map((row) => ({ ...row, split: row.givenSplit }))
  return split === null ? identified : freezeSplit(identified, split)
}
