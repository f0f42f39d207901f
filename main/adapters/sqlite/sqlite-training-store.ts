import { createHash } from 'node:crypto'
import type { SQLInputValue } from 'node:sqlite'
import type { Page } from '../../../shared/domain/dataset-browse.ts'
import type { EvalSetId, TrainingSetId, TrainingVersionId } from '../../../shared/domain/ids.ts'
import type {
  FrozenSplit,
  SplitCounts,
  TrainingOrigin,
  TrainingSet,
  TrainingSplit,
  TrainingVersion,
} from '../../../shared/domain/training-set.ts'
import type { ExampleFilter, NewTrainingVersion, PlacedExample, TrainingStore } from '../../ports/training-store.ts'
import type { Database } from './database.ts'

interface SetRow {
  training_set_id: string
  name: string
  created_at: string
  current_version: number | null
}

interface VersionRow {
  version_number: number
  version_id: string
  training_set_id: string
  name: string
  number: number
  created_at: string
  split: string
  parent_id: string | null
  origin: string
  change: string
  eval_set_id: string | null
}

interface ExampleRow {
  position: number
  exampleId: string
  messages: string
  extra: string
  group: string | null
  givenSplit: TrainingSplit | null
  split: TrainingSplit | null
}

const selectVersion = 'SELECT v.*, s.name FROM training_versions v JOIN training_sets s USING (training_set_id)'
const selectExample = `SELECT e.position, e.example_id AS exampleId, c.messages, c.extra, e.group_key AS "group",
    e.given_split AS givenSplit, e.split
  FROM training_examples e JOIN training_contents c USING (content_number)`

/** Training sets, their versions and rows. */
export class SqliteTrainingStore implements TrainingStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  createSet(trainingSetId: TrainingSetId, name: string, createdAt: string): void {
    this.#database.run(
      'INSERT INTO training_sets (training_set_id, name, created_at) VALUES (?, ?, ?)',
      trainingSetId,
      name,
      createdAt,
    )
  }

  addVersion(version: NewTrainingVersion): TrainingVersion {
    return this.#database.transaction(() => {
      const { versionId, trainingSetId } = version
      const number = this.#count(
        'SELECT coalesce(max(number), 0) + 1 AS n FROM training_versions WHERE training_set_id = ?',
        trainingSetId,
      )
      this.#database.run(
        `INSERT INTO training_versions
           (version_id, training_set_id, number, created_at, split, parent_id, origin, change, eval_set_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        versionId,
        trainingSetId,
        number,
        version.createdAt,
        JSON.stringify(version.split),
        version.parentId,
        JSON.stringify(version.origin),
        version.change,
        version.evalSetId,
      )
      const versionNumber = this.#numberOf(versionId)!
      version.examples.forEach((example, position) => {
        this.#database.run(
          `INSERT INTO training_examples
             (version_number, position, example_id, content_number, group_key, given_split, split)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          versionNumber,
          position,
          example.exampleId,
          this.#contentNumberOf(example),
          example.group,
          example.givenSplit,
          example.split,
        )
      })
      this.setCurrent(versionId)
      return this.version(versionId)!
    })
  }

  setCurrent(versionId: TrainingVersionId): void {
    this.#database.run(
      `UPDATE training_sets SET current_version = v.version_number FROM training_versions v
       WHERE v.version_id = ? AND v.training_set_id = training_sets.training_set_id`,
      versionId,
    )
  }

  setEvalSet(versionId: TrainingVersionId, evalSetId: EvalSetId): void {
    this.#database.run('UPDATE training_versions SET eval_set_id = ? WHERE version_id = ?', evalSetId, versionId)
  }

  listSets(): TrainingSet[] {
    return this.#database
      .all<SetRow>('SELECT * FROM training_sets WHERE current_version IS NOT NULL ORDER BY rowid')
      .map((row) => this.#setOf(row))
  }

  set(trainingSetId: TrainingSetId): TrainingSet | null {
    return this.#findSet('training_set_id = ?', trainingSetId)
  }

  findSet(name: string): TrainingSet | null {
    return this.#findSet('name = ?', name)
  }

  versions(trainingSetId: TrainingSetId): TrainingVersion[] {
    return this.#database
      .all<VersionRow & object>(`${selectVersion} WHERE v.training_set_id = ? ORDER BY v.number`, trainingSetId)
      .map((row) => this.#versionOf(row))
  }

  version(versionId: TrainingVersionId): TrainingVersion | null {
    const row = this.#database.get<VersionRow>(`${selectVersion} WHERE v.version_id = ?`, versionId)
    return row ? this.#versionOf(row) : null
  }

  examplesOf(versionId: TrainingVersionId, split?: TrainingSplit): PlacedExample[] {
    const versionNumber = this.#numberOf(versionId)
    if (versionNumber === null) return []
    const where = split === undefined ? '' : ' AND e.split = ?'
    return this.#database
      .all<ExampleRow & object>(
        `${selectExample} WHERE e.version_number = ?${where} ORDER BY e.position`,
        versionNumber,
        ...(split === undefined ? [] : [split]),
      )
      .map(exampleOf)
  }

  page(
    versionId: TrainingVersionId,
    { split, search = '', exampleIds }: ExampleFilter,
    { offset, limit }: Page,
  ): { total: number; rows: { position: number; example: PlacedExample }[] } {
    const versionNumber = this.#numberOf(versionId)
    if (versionNumber === null) return { total: 0, rows: [] }
    const conditions = ['e.version_number = ?']
    const values: SQLInputValue[] = [versionNumber]
    if (split !== undefined) {
      conditions.push(split === 'unassigned' ? 'e.split IS NULL' : 'e.split = ?')
      if (split !== 'unassigned') values.push(split)
    }
    if (search.trim() !== '') {
      conditions.push("c.messages LIKE ? ESCAPE '\\'")
      values.push(
        `%${JSON.stringify(search.trim())
          .slice(1, -1)
          .replace(/[\\%_]/g, '\\$&')}%`,
      )
    }
    if (exampleIds !== undefined) {
      conditions.push('e.example_id IN (SELECT value FROM json_each(?))')
      values.push(JSON.stringify(exampleIds))
    }
    const where = conditions.join(' AND ')
    return {
      total: this.#count(
        `SELECT count(*) AS n FROM training_examples e JOIN training_contents c USING (content_number) WHERE ${where}`,
        ...values,
      ),
      rows: this.#database
        .all<ExampleRow & object>(
          `${selectExample} WHERE ${where} ORDER BY e.position LIMIT ? OFFSET ?`,
          ...values,
          limit,
          offset,
        )
        .map((row) => ({ position: row.position, example: exampleOf(row) })),
    }
  }

  #contentNumberOf({ messages, extra }: PlacedExample): number {
    const [messageText, extraText] = [JSON.stringify(messages), JSON.stringify(extra)]
    const hash = createHash('sha256').update(messageText).update('\n').update(extraText).digest('hex')
    const known = () =>
      this.#database.get<{ n: number }>(
        'SELECT content_number AS n FROM training_contents WHERE content_hash = ?',
        hash,
      )
    const found = known()
    if (found) return found.n
    this.#database.run(
      'INSERT INTO training_contents (content_hash, messages, extra) VALUES (?, ?, ?)',
      hash,
      messageText,
      extraText,
    )
    return known()!.n
  }

  #findSet(condition: string, value: string): TrainingSet | null {
    const row = this.#database.get<SetRow>(
      `SELECT * FROM training_sets WHERE current_version IS NOT NULL AND ${condition}`,
      value,
    )
    return row ? this.#setOf(row) : null
  }

  #setOf(row: SetRow): TrainingSet {
    const current = this.#database.get<VersionRow>(`${selectVersion} WHERE v.version_number = ?`, row.current_version)!
    return {
      trainingSetId: row.training_set_id as TrainingSetId,
      name: row.name,
      createdAt: row.created_at,
      current: this.#versionOf(current),
    }
  }

  #versionOf(row: VersionRow): TrainingVersion {
    const counts: SplitCounts = { train: 0, validation: 0, test: 0, unassigned: 0 }
    for (const { split, n } of this.#database.all<{ split: TrainingSplit | null; n: number }>(
      'SELECT split, count(*) AS n FROM training_examples WHERE version_number = ? GROUP BY split',
      row.version_number,
    ))
      counts[split ?? 'unassigned'] = n
    return {
      versionId: row.version_id as TrainingVersionId,
      trainingSetId: row.training_set_id as TrainingSetId,
      name: row.name,
      number: row.number,
      createdAt: row.created_at,
      examples: counts.train + counts.validation + counts.test + counts.unassigned,
      counts,
      split: JSON.parse(row.split) as FrozenSplit | null,
      parentId: row.parent_id as TrainingVersionId | null,
      origin: JSON.parse(row.origin) as TrainingOrigin,
      change: row.change,
      evalSetId: row.eval_set_id as EvalSetId | null,
    }
  }

  #numberOf(versionId: TrainingVersionId): number | null {
    return (
      this.#database.get<{ n: number }>(
        'SELECT version_number AS n FROM training_versions WHERE version_id = ?',
        versionId,
      )?.n ?? null
    )
  }

  #count(sql: string, ...values: SQLInputValue[]): number {
    return this.#database.get<{ n: number }>(sql, ...values)!.n
  }
}

function exampleOf(row: ExampleRow): PlacedExample {
  return {
    exampleId: row.exampleId,
    messages: JSON.parse(row.messages) as PlacedExample['messages'],
    extra: JSON.parse(row.extra) as PlacedExample['extra'],
    group: row.group,
    givenSplit: row.givenSplit,
    split: row.split,
  }
}
