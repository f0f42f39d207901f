import type { DecisionEntries } from '../../../shared/domain/decision.ts'

/**
 * The entries that a page has made and not saved. They are told at once, not in a later task: a field of text whose value
 * comes back late loses letters, and its caret.
 */
export class UnsavedEntries {
  #now: DecisionEntries | null | undefined
  readonly #listeners = new Set<() => void>()

  /** Null where there are none any more; undefined while the page has changed nothing, so that the workspace knows. */
  readonly now = (): DecisionEntries | null | undefined => this.#now

  readonly set = (entries: DecisionEntries | null): void => {
    this.#now = entries
    for (const listener of this.#listeners) listener()
  }

  /** @returns a function that ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
