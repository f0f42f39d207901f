import { termsOfText } from './terms-of-text.ts'

/** A sparse matrix in compressed rows: row r holds entries rowStarts[r] up to rowStarts[r + 1]. */
export interface SparseRows {
  /** Shape [rows + 1]. */
  readonly rowStarts: Uint32Array
  /** Column of each entry. Shape [entries]. */
  readonly columns: Uint32Array
  /** Shape [entries]. */
  readonly values: Float32Array
}

export interface TermMatrix {
  /** Column of each term, in the order in which terms were first seen. */
  readonly terms: ReadonlyMap<string, number>
  /** Shape [terms]. */
  readonly idf: Float32Array
  /** Shape [texts × terms]: √tf·idf, each row of unit length, or without entries when the text has no terms. */
  readonly weights: SparseRows
}

/** Smoothed inverse document frequency, always above 0: ln(1 + documents / documents with the term). */
function inverseDocumentFrequency(documents: number, documentsWithTerm: number): number {
  return Math.log(1 + documents / documentsWithTerm)
}

/** Counts and weighs the terms of all texts. Every term counts, also one that is in a single text. */
export function termMatrix(texts: readonly string[]): TermMatrix {
  const terms = new Map<string, number>()
  const rowStarts = new Uint32Array(texts.length + 1)
  let columns = new Uint32Array(1024)
  let counts = new Float32Array(1024)
  /** For each term: its entry in the row that is being built, if that is not below `rowStart`. */
  const lastEntry: number[] = []
  const documentsWith: number[] = []
  let entries = 0

  for (const [row, text] of texts.entries()) {
    const rowStart = entries
    for (const term of termsOfText(text)) {
      let column = terms.get(term)
      if (column === undefined) {
        column = terms.size
        terms.set(term, column)
        lastEntry.push(-1)
        documentsWith.push(0)
      }
      const entry = lastEntry[column]!
      if (entry >= rowStart) {
        counts[entry]!++
        continue
      }
      if (entries === columns.length) {
        columns = grown(columns, new Uint32Array(entries * 2))
        counts = grown(counts, new Float32Array(entries * 2))
      }
      columns[entries] = column
      counts[entries] = 1
      documentsWith[column]!++
      lastEntry[column] = entries++
    }
    rowStarts[row + 1] = entries
  }

  const idf = Float32Array.from(documentsWith, (count) => inverseDocumentFrequency(texts.length, count))
  const weights = { rowStarts, columns: columns.slice(0, entries), values: counts.slice(0, entries) }
  for (let row = 0; row < texts.length; row++) weighRow(weights, row, idf)
  return { terms, idf, weights }
}

function weighRow({ rowStarts, columns, values }: SparseRows, row: number, idf: Float32Array): void {
  let squares = 0
  for (let entry = rowStarts[row]!; entry < rowStarts[row + 1]!; entry++) {
    const weight = Math.sqrt(values[entry]!) * idf[columns[entry]!]!
    values[entry] = weight
    squares += weight * weight
  }
  for (let entry = rowStarts[row]!; entry < rowStarts[row + 1]!; entry++) values[entry]! /= Math.sqrt(squares)
}

function grown<Numbers extends Uint32Array | Float32Array>(numbers: Numbers, longer: Numbers): Numbers {
  longer.set(numbers)
  return longer
}
