import type { ColumnMapping, MappedField } from '../../../../shared/domain/dataset-import.ts'
import { stemOf } from '../parsing/path-names.ts'

/** Which column holds which field. Labels can stand in several columns. */
export interface TableMapping {
  readonly columns: ColumnMapping
  readonly tagColumns: readonly string[]
}

/** Common names per field, without case and punctuation, the likeliest first. */
const commonNames = {
  query: ['query', 'question', 'q', 'querytext', 'questiontext', 'userinput', 'userquery', 'input', 'prompt', 'claim'],
  answers: [
    'answers',
    'answer',
    'referenceanswers',
    'referenceanswer',
    'references',
    'reference',
    'goldanswers',
    'goldanswer',
    'gold',
    'expectedanswer',
    'expectedoutput',
    'expected',
    'groundtruths',
    'groundtruth',
    'generationgt',
    'output',
    'target',
  ],
  text: [
    'text',
    'passage',
    'document',
    'content',
    'contents',
    'body',
    'context',
    'chunk',
    'article',
    'abstract',
    'documenttext',
    'passagetext',
    'pagecontent',
  ],
  queryId: ['queryid', 'qid', 'questionid', 'exampleid'],
  docId: [
    'docid',
    'docids',
    'documentid',
    'documentids',
    'corpusid',
    'corpusids',
    'passageid',
    'pid',
    'doc',
    'docs',
    'docno',
    'relevantdocs',
    'relevantdocids',
    'relevantids',
    'golddocs',
    'golddocids',
    'retrievalgt',
  ],
  title: ['title', 'doctitle', 'documenttitle', 'heading'],
  grade: ['grade', 'relevance', 'rel', 'score', 'gain'],
  split: ['split', 'subset', 'partition', 'fold'],
  spans: ['spans', 'goldspans', 'evidencespans'],
  spanDoc: ['spandoc', 'spandocid'],
  spanStart: ['spanstart', 'answerstart', 'start'],
  spanEnd: ['spanend', 'answerend', 'end'],
  spanQuote: ['spanquote', 'quote', 'evidencequote'],
} as const satisfies Partial<Record<MappedField, readonly string[]>>

const idNames = ['id', 'uid', 'key']
const tagNames = ['tags', 'tag', 'labels', 'type', 'questiontype', 'querytype', 'difficulty', 'category', 'topic']

/**
 * Guesses from the column names what a table holds.
 * @param given the user's mapping: those fields are taken as they are and their columns are not guessed again.
 * @param isWhole the user's mapping is all there is: nothing is guessed beside it.
 */
export function guessMapping(
  path: string,
  columns: readonly string[],
  given: ColumnMapping,
  isWhole = false,
): TableMapping {
  const mapping: Partial<Record<MappedField, string>> = {}
  const taken = new Set<string>()
  for (const [field, column] of Object.entries(given) as [MappedField, string][]) {
    if (field === 'tags' || !columns.includes(column)) continue
    mapping[field] = column
    taken.add(column)
  }
  if (isWhole) return recognised(mapping, given.tags === undefined ? [] : tagColumnsOf(given.tags, columns))
  const take = (field: MappedField, names: readonly string[]): void => {
    if (mapping[field] !== undefined) return
    const column = names
      .map((name) => columns.find((candidate) => plainName(candidate) === name && !taken.has(candidate)))
      .find((candidate) => candidate !== undefined)
    if (column === undefined) return
    mapping[field] = column
    taken.add(column)
  }
  const fields = Object.entries(commonNames) as [MappedField, readonly string[]][]
  for (const [field, names] of fields) take(field, names)

  // {_id, text} in a file called queries or questions: the text is the question.
  if (mapping.query === undefined && mapping.text !== undefined && given.text === undefined) {
    if (/quer(y|ies)|questions?\b/i.test(stemOf(path))) {
      mapping.query = mapping.text
      delete mapping.text
    }
  }
  take(mapping.query === undefined ? 'docId' : 'queryId', idNames)
  const tagColumns = given.tags === undefined ? [] : tagColumnsOf(given.tags, columns)
  if (given.tags === undefined && mapping.query !== undefined)
    for (const name of tagNames)
      for (const column of columns) if (plainName(column) === name && !taken.has(column)) tagColumns.push(column)
  return recognised(mapping, tagColumns)
}

function recognised(mapping: ColumnMapping, tagColumns: readonly string[]): TableMapping {
  const isRecognised = mapping.query !== undefined || mapping.text !== undefined || isJudgmentTable(mapping)
  if (!isRecognised) return { columns: {}, tagColumns: [] }
  return { columns: pruned(mapping, tagColumns), tagColumns }
}

/** A table of judgments alone: it names queries and documents by id and holds no text of either. */
export function isJudgmentTable(mapping: ColumnMapping): boolean {
  const { query, text, queryId, docId } = mapping
  return query === undefined && text === undefined && queryId !== undefined && docId !== undefined
}

/** `--map tags=type,difficulty` names two columns, unless one is called just that. */
export function tagColumnsOf(value: string, columns: readonly string[]): string[] {
  if (columns.includes(value)) return [value]
  return value
    .split(',')
    .map((column) => column.trim())
    .filter((column) => column !== '')
}

function pruned(mapping: Partial<Record<MappedField, string>>, tagColumns: readonly string[]): ColumnMapping {
  const kept = { ...mapping }
  // Fields that say nothing without the field they belong to.
  if (kept.text === undefined) delete kept.title
  if (kept.query === undefined) {
    for (const field of ['answers', 'spans', 'spanDoc', 'spanStart', 'spanEnd', 'spanQuote'] as const)
      delete kept[field]
    if (!isJudgmentTable(kept)) {
      delete kept.grade
      delete kept.split
      delete kept.queryId
    }
  }
  if (tagColumns.length > 0) kept.tags = tagColumns.join(', ')
  return kept
}

function plainName(column: string): string {
  return column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
