import type { QueryListing, QueryPage, QueryRow } from '../../../shared/domain/results.ts'
import type { EngineClient } from '../../rpc/host.ts'

const pageRows = 100

export interface QuestionPagesState {
  /** Null until the first page is there. */
  readonly total: number | null
  readonly counts: QueryPage['counts'] | null
  readonly error: unknown
  /** Loaded pages by their number. */
  readonly pages: ReadonlyMap<number, readonly QueryRow[]>
}

/**
 * The rows of one listing, a page at a time: what the table draws is asked for, the rest is not. Another order or
 * another choice is another object.
 */
export class QuestionPages {
  readonly #client: EngineClient
  readonly #listing: QueryListing
  readonly #metrics: readonly string[]
  readonly #asked = new Set<number>()
  readonly #listeners = new Set<() => void>()
  #state: QuestionPagesState = { total: null, counts: null, error: null, pages: new Map() }

  constructor(client: EngineClient, listing: QueryListing, metrics: readonly string[]) {
    this.#client = client
    this.#listing = listing
    this.#metrics = metrics
  }

  readonly state = (): QuestionPagesState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The row at an index of the listing; undefined while its page is on the way, which this starts. */
  rowAt(index: number): QueryRow | undefined {
    const page = Math.floor(index / pageRows)
    const rows = this.#state.pages.get(page)
    if (!rows) this.load(page)
    return rows?.[index % pageRows]
  }

  load(page: number): void {
    if (this.#asked.has(page)) return
    this.#asked.add(page)
    // Not at once: rows are asked for while they are drawn.
    queueMicrotask(() => void this.#fetch(page))
  }

  /** Asks for the loaded rows again, which stay in view meanwhile: something about them changed. */
  refresh(): void {
    for (const page of this.#state.pages.keys()) void this.#fetch(page)
  }

  /** Asks again for what failed. */
  retry(): void {
    this.#set({ error: null })
    this.load(0)
  }

  async #fetch(page: number): Promise<void> {
    try {
      const { total, counts, rows } = await this.#client.results.queries({
        ...this.#listing,
        offset: page * pageRows,
        limit: pageRows,
        metrics: [...this.#metrics],
      })
      this.#set({ total, counts, error: null, pages: new Map(this.#state.pages).set(page, rows) })
    } catch (error) {
      this.#asked.delete(page)
      this.#set({ error })
    }
  }

  #set(changes: Partial<QuestionPagesState>): void {
    this.#state = { ...this.#state, ...changes }
    for (const listener of this.#listeners) listener()
  }
}
