import type { DecisionRecord, DecisionVersion } from '../../shared/domain/decision.ts'

/** Decision records. Every save is a version of its own; none is changed or removed. */
export interface DecisionStore {
  add(record: DecisionRecord, savedAt: string): DecisionVersion
  version(number: number): DecisionVersion | null
  /** Null when nothing was saved yet. */
  latest(): DecisionVersion | null
  /** The newest first. */
  list(): Pick<DecisionVersion, 'number' | 'savedAt'>[]
}
