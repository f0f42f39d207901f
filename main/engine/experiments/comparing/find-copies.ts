import type { RunId } from '../../../../shared/domain/ids.ts'
import type { ImportedOrigin } from '../../../../shared/domain/run.ts'
import type { StoredPair } from '../../../ports/run-store.ts'
import { trecWord } from '../trec-word.ts'

/** What tells whose run a run is. */
interface Identity {
  readonly runId: RunId
  /** Null for a run of a recipe. */
  readonly origin: ImportedOrigin | null
  readonly name: () => string
}

/**
 * Runs of a family that are another one again: exported here, or elsewhere, and imported back. Such a run carries the id
 * of the other (a TREC file its name) and has the same result against the baseline to the last bit. It asks nothing new,
 * so no correction for several runs may count it. Two recipes that happen to score the same are no copies.
 * @param baseline the run that the family is held against; its copies differ from it in nothing.
 * @param origins of the runs that were imported.
 * @param nameOf asked for few runs only.
 * @returns the run that each copy stands for, never a copy itself.
 */
export function findCopies(
  baseline: RunId,
  family: ReadonlyMap<RunId, StoredPair | null>,
  origins: ReadonlyMap<RunId, ImportedOrigin>,
  nameOf: (runId: RunId) => string,
): Map<RunId, RunId> {
  const copies = new Map<RunId, RunId>()
  if (origins.size === 0) return copies
  const identity = (runId: RunId): Identity => ({
    runId,
    origin: origins.get(runId) ?? null,
    name: () => nameOf(runId),
  })
  const alike = new Map<string, RunId[]>()
  for (const [runId, pair] of family) {
    if (!pair) continue
    const { value, ciLow, ciHigh, n, p, deviation, wins, losses } = pair
    const key = [value, ciLow, ciHigh, n, p, deviation, wins, losses].join()
    const earlier = alike.get(key)
    if (earlier) earlier.push(runId)
    else alike.set(key, [...(isNoDifference(pair) ? [baseline] : []), runId])
  }
  for (const group of alike.values()) {
    group.forEach((runId, index) => {
      const own = identity(runId)
      const same = group.slice(0, index).find((other) => isSameRun(own, identity(other)))
      if (same !== undefined) copies.set(runId, copies.get(same) ?? same)
    })
  }
  return copies
}

function isNoDifference({ value, wins, losses }: StoredPair): boolean {
  return value === 0 && wins === 0 && losses === 0
}

function isSameRun(a: Identity, b: Identity): boolean {
  if (!a.origin && !b.origin) return false
  const ofA = idsOf(a)
  return idsOf(b).some((id) => ofA.includes(id))
}

/** Ids that a file can name the run by. Only a file of results states a recipe, or that it knows none. */
function idsOf({ runId, origin, name }: Identity): string[] {
  if (!origin) return [runId, `trec ${trecWord(name())}`]
  return [runId, origin.recipe === undefined ? `trec ${origin.tag}` : origin.tag]
}
