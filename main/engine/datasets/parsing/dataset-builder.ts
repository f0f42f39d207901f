import type { TrainingRow } from '../../../ports/training-store.ts'
import type { StatedResult } from '../results/stated-result.ts'
import type { StatedRanking } from '../runs/parsed-run.ts'
import type { FileTally, RowOutcome } from './file-tally.ts'
import type { ParsedDocument, ParsedJudgment, ParsedQuery, StatedSpan } from './parsed-dataset.ts'

/** A document that is a whole file; its id is known only when all files were seen. */
interface FileDocument extends Omit<ParsedDocument, 'docId'> {
  readonly tally: FileTally
  /** SHA-256 (hex) of the file's bytes: the same file twice is one document. */
  readonly contentHash: string
}

/** A judgment as a qrels file states it; its query is checked when all files were seen. */
interface StatedJudgment extends ParsedJudgment {
  readonly tally: FileTally
  readonly row: number
}

/** A run file's lines; which eval set they answer is known only when all files were seen. */
export interface StatedRun {
  readonly tally: FileTally
  /** SHA-256 (hex) of the file's bytes. */
  readonly fileSha256: string
  /** What stands in its last column, each once, the first first. */
  readonly tags: readonly string[]
  readonly lines: readonly StatedRanking[]
}

/** A run of a file of results; which eval set it is of is known only when all files were seen. */
export interface StatedResultFile {
  readonly tally: FileTally
  /** SHA-256 (hex) of the file's bytes. */
  readonly fileSha256: string
  readonly result: StatedResult
}

export interface QueryRow extends ParsedQuery {
  /** Whether the spans of this query stand for judgments, because its file gives none. */
  readonly spansJudge: boolean
}

/** Answers that stand in a file of their own. */
interface AnswerRow {
  readonly queryId: string
  readonly answers: readonly string[]
  readonly spans: readonly StatedSpan[]
}

/**
 * Collects what the files of one import hold. Says for every row whether it is new, a repetition, or in conflict with
 * what is already there; a row is taken as a whole or not at all.
 */
export class DatasetBuilder {
  readonly documents = new Map<string, ParsedDocument>()
  readonly queries = new Map<string, QueryRow>()
  readonly fileDocuments: FileDocument[] = []
  readonly statedJudgments: StatedJudgment[] = []
  readonly statedRuns: StatedRun[] = []
  readonly statedResults: StatedResultFile[] = []
  /** Training examples of all files, in order. */
  readonly trainingRows: TrainingRow[] = []
  readonly trainingFiles: { path: string; shape: string }[] = []
  readonly notes: string[] = []
  /** Ids of files that repeat another file's bytes, by path. */
  readonly repeatedFiles = new Map<string, FileDocument>()
  /** Documents that were given more than once and are stored once. */
  duplicateDocuments = 0
  readonly #judgments = new Map<string, ParsedJudgment>()
  readonly #fileDocumentsByHash = new Map<string, FileDocument>()
  readonly #answered = new Map<string, string>()

  /** What adding this document would come to. Same id and same content is a repetition, other content a conflict. */
  checkDocument(document: ParsedDocument): RowOutcome {
    const known = this.documents.get(document.docId)
    if (known === undefined) return 'accepted'
    if (known.text === document.text && known.title === document.title) return 'duplicate'
    return {
      reason: `The document id "${document.docId}" stands for another text in ${known.sourcePath}; the first one was kept.`,
    }
  }

  addDocument(document: ParsedDocument): RowOutcome {
    const outcome = this.checkDocument(document)
    if (outcome === 'accepted') this.documents.set(document.docId, document)
    if (outcome === 'duplicate') this.duplicateDocuments++
    return outcome
  }

  /** Adds a file that is one document. A file with the bytes of an earlier one is a repetition. */
  addFileDocument(document: FileDocument): RowOutcome {
    const first = this.#fileDocumentsByHash.get(document.contentHash)
    if (first !== undefined) {
      this.repeatedFiles.set(document.sourcePath, first)
      this.duplicateDocuments++
      return 'duplicate'
    }
    this.#fileDocumentsByHash.set(document.contentHash, document)
    this.fileDocuments.push(document)
    return 'accepted'
  }

  checkQuery(query: QueryRow): RowOutcome {
    const known = this.queries.get(query.queryId)
    if (known === undefined) return 'accepted'
    if (fingerprint(known) === fingerprint(query)) return 'duplicate'
    return {
      reason: `The query id "${query.queryId}" already stands for another question, answer or span; the first one was kept.`,
    }
  }

  addQuery(query: QueryRow): RowOutcome {
    const outcome = this.checkQuery(query)
    if (outcome === 'accepted') this.queries.set(query.queryId, query)
    return outcome
  }

  /** Joins answers from a file of their own to their query. */
  addAnswers(row: AnswerRow): RowOutcome {
    const query = this.queries.get(row.queryId)
    if (query === undefined) return { reason: `The query "${row.queryId}" is not in this import.` }
    const content = JSON.stringify([row.answers, row.spans])
    const known = this.#answered.get(row.queryId)
    if (known === content) return 'duplicate'
    if (known !== undefined)
      return { reason: `The query "${row.queryId}" was already given other answers; the first ones were kept.` }
    this.#answered.set(row.queryId, content)
    this.queries.set(row.queryId, { ...query, answers: row.answers, spans: row.spans })
    return 'accepted'
  }

  checkJudgment(judgment: ParsedJudgment): RowOutcome {
    const known = this.#judgments.get(judgmentKey(judgment))
    if (known === undefined) return 'accepted'
    if (known.grade === judgment.grade) return 'duplicate'
    return {
      reason: `Query "${judgment.queryId}" and document "${judgment.docId}" were already judged ${known.grade} in the split "${judgment.split}"; the first grade was kept.`,
    }
  }

  addJudgment(judgment: ParsedJudgment): RowOutcome {
    const outcome = this.checkJudgment(judgment)
    if (outcome === 'accepted') {
      const { split, queryId, docId, grade } = judgment
      this.#judgments.set(judgmentKey(judgment), { split, queryId, docId, grade })
    }
    return outcome
  }

  get judgments(): readonly ParsedJudgment[] {
    return [...this.#judgments.values()]
  }
}

function judgmentKey(judgment: ParsedJudgment): string {
  return JSON.stringify([judgment.split, judgment.queryId, judgment.docId])
}

function fingerprint(query: QueryRow): string {
  return JSON.stringify([query.text, query.answers, query.spans, query.tags, query.split])
}
