import { DecisionRecord, type DecisionVersion } from '../../../shared/domain/decision.ts'
import type { DecisionStore } from '../../ports/decision-store.ts'
import type { Database } from './database.ts'

interface Row {
  readonly number: number
  readonly savedAt: string
  readonly record: string
}

const columns = 'version AS number, saved_at AS savedAt'

export class SqliteDecisionStore implements DecisionStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(record: DecisionRecord, savedAt: string): DecisionVersion {
    return this.#database.transaction(() => {
      const number = (this.latest()?.number ?? 0) + 1
      this.#database.run(
        'INSERT INTO decision_versions (version, saved_at, record) VALUES (?, ?, ?)',
        number,
        savedAt,
        JSON.stringify(record),
      )
      return { number, savedAt, record }
    })
  }

  version(number: number): DecisionVersion | null {
    const row = this.#database.get<Row>(`SELECT ${columns}, record FROM decision_versions WHERE version = ?`, number)
    return row ? read(row) : null
  }

  latest(): DecisionVersion | null {
    const row = this.#database.get<Row>(
      `SELECT ${columns}, record FROM decision_versions ORDER BY version DESC LIMIT 1`,
    )
    return row ? read(row) : null
  }

  list(): Pick<DecisionVersion, 'number' | 'savedAt'>[] {
    return this.#database.all(`SELECT ${columns} FROM decision_versions ORDER BY version DESC`)
  }
}

function read({ number, savedAt, record }: Row): DecisionVersion {
  return { number, savedAt, record: DecisionRecord.parse(JSON.parse(record)) }
}
