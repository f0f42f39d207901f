import type { SettingsStore } from '../../ports/settings-store.ts'
import type { Database } from './database.ts'

export class SqliteSettingsStore implements SettingsStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get(name: string): unknown {
    const row = this.#database.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)
    return row && JSON.parse(row.value)
  }

  set(name: string, value: unknown): void {
    this.#database.run(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      JSON.stringify(value),
    )
  }

  remove(name: string): void {
    this.#database.run('DELETE FROM settings WHERE name = ?', name)
  }
}
