import type { CorpusDocument, CorpusVersion } from '../../../shared/domain/corpus.ts'
import type { CorpusId, CorpusVersionId } from '../../../shared/domain/ids.ts'
import type { DatasetStore, DocumentEntry } from '../../ports/dataset-store.ts'
import type { Database } from './database.ts'

type Corpora = Pick<
  DatasetStore,
  | 'findCorpus'
  | 'createCorpus'
  | 'listCorpora'
  | 'listVersions'
  | 'findVersion'
  | 'addVersion'
  | 'documentEntries'
  | 'documents'
  | 'document'
  | 'documentAt'
>

const versionColumns = `
  v.version_id AS versionId, v.corpus_id AS corpusId, c.name AS corpusName, v.number, v.created_at AS createdAt,
  v.documents, v.characters`

/** Corpora, their versions and the documents of each. A text is stored once, whatever versions hold it. */
export class CorpusVersions implements Corpora {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  findCorpus(name: string): { corpusId: CorpusId; current: CorpusVersion } | null {
    const current = this.#database.get<CorpusVersion>(
      `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
       WHERE c.name = ? ORDER BY v.number DESC LIMIT 1`,
      name,
    )
    return current ? { corpusId: current.corpusId, current } : null
  }

  createCorpus(corpusId: CorpusId, name: string, createdAt: string): void {
    this.#database.run('INSERT INTO corpora (corpus_id, name, created_at) VALUES (?, ?, ?)', corpusId, name, createdAt)
  }

  listCorpora(): CorpusVersion[] {
    return this.#database.all<CorpusVersion>(
      `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
       WHERE v.number = (SELECT max(number) FROM corpus_versions WHERE corpus_id = v.corpus_id) ORDER BY c.rowid`,
    )
  }

  listVersions(corpusId: CorpusId): CorpusVersion[] {
    return this.#database.all<CorpusVersion>(
      `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
       WHERE v.corpus_id = ? ORDER BY v.number`,
      corpusId,
    )
  }

  findVersion(versionId: CorpusVersionId): CorpusVersion | null {
    return (
      this.#database.get<CorpusVersion>(
        `SELECT ${versionColumns} FROM corpus_versions v JOIN corpora c USING (corpus_id)
         WHERE v.version_id = ? ORDER BY v.created_at DESC, v.number DESC LIMIT 1`,
        versionId,
      ) ?? null
    )
  }

  addVersion(
    corpusId: CorpusId,
    versionId: CorpusVersionId,
    createdAt: string,
    entries: readonly DocumentEntry[],
    contents: ReadonlyMap<string, CorpusDocument>,
  ): CorpusVersion {
    return this.#database.transaction(() => {
      for (const [contentHash, document] of contents) {
        this.#database.run(
          'INSERT OR IGNORE INTO contents (content_hash, title, text, syntax) VALUES (?, ?, ?, ?)',
          contentHash,
          document.title,
          document.text,
          document.syntax,
        )
      }
      const known = this.#database.get('SELECT 1 FROM version_documents WHERE version_id = ? LIMIT 1', versionId)
      if (!known) {
        entries.forEach((entry, position) => {
          this.#database.run(
            'INSERT INTO version_documents (version_id, position, doc_id, content_hash) VALUES (?, ?, ?, ?)',
            versionId,
            position,
            entry.docId,
            entry.contentHash,
          )
        })
      }
      this.#database.run(
        `INSERT INTO corpus_versions (corpus_id, number, version_id, created_at, documents, characters)
         SELECT ?, (SELECT coalesce(max(number), 0) + 1 FROM corpus_versions WHERE corpus_id = ?), ?, ?, ?,
           (SELECT coalesce(sum(length(text)), 0) FROM version_documents JOIN contents USING (content_hash)
            WHERE version_id = ?)`,
        corpusId,
        corpusId,
        versionId,
        createdAt,
        entries.length,
        versionId,
      )
      return this.listVersions(corpusId).at(-1)!
    })
  }

  documentEntries(versionId: CorpusVersionId): DocumentEntry[] {
    return this.#database.all<DocumentEntry>(
      `SELECT doc_id AS docId, content_hash AS contentHash FROM version_documents WHERE version_id = ?
       ORDER BY position`,
      versionId,
    )
  }

  documents(versionId: CorpusVersionId, from = 0, to = Number.MAX_SAFE_INTEGER): CorpusDocument[] {
    return this.#database.all<CorpusDocument>(
      `SELECT doc_id AS docId, title, text, syntax FROM version_documents JOIN contents USING (content_hash)
       WHERE version_id = ? AND position >= ? AND position < ? ORDER BY position`,
      versionId,
      from,
      to,
    )
  }

  document(versionId: CorpusVersionId, docId: string): CorpusDocument | null {
    return (
      this.#database.get<CorpusDocument>(
        `SELECT doc_id AS docId, title, text, syntax FROM version_documents JOIN contents USING (content_hash)
         WHERE version_id = ? AND doc_id = ?`,
        versionId,
        docId,
      ) ?? null
    )
  }

  documentAt(versionId: CorpusVersionId, position: number): CorpusDocument | null {
    return this.documents(versionId, position, position + 1)[0] ?? null
  }
}
