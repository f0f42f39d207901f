import { describeNotComparable, notComparableWords } from './describe-verdict.ts'
import { NotComparableReason, PairedEvidence, type PairVerdict } from './verdict.ts'

/**
 * Columns of a verdict in tables of figures, beside `difference` and `difference n`: interval of the difference, p before
 * and after Holm's correction, the tests that it counts, the verdict in words, the smallest difference that would show,
 * the further questions that are needed, and how single questions went.
 */
export const verdictColumns = [
  'difference ciLow',
  'difference ciHigh',
  'p',
  'p adjusted',
  'comparisons',
  'verdict',
  'detectable',
  'further questions',
  'wins',
  'ties',
  'losses',
] as const
type VerdictColumn = (typeof verdictColumns)[number]

const words = { better: 'better', worse: 'worse', notDecisive: 'not decisive' } as const

/** The verdict in a few words: `not decisive`, `not comparable: another split`. */
export function verdictWord({ word, reason }: Pick<PairVerdict, 'word' | 'reason'>): string {
  return word === 'notComparable' ? describeNotComparable(reason) : words[word]
}

/** One cell for each of the columns; null = empty. */
export function verdictCells(verdict: PairVerdict | null): (string | number | null)[] {
  const evidence = verdict?.evidence
  const cells: Record<VerdictColumn, string | number | null> = {
    'difference ciLow': evidence?.ciLow ?? null,
    'difference ciHigh': evidence?.ciHigh ?? null,
    p: evidence?.p ?? null,
    'p adjusted': evidence?.adjustedP ?? null,
    comparisons: evidence?.familySize ?? null,
    verdict: verdict ? verdictWord(verdict) : null,
    detectable: evidence?.detectable ?? null,
    'further questions': evidence?.furtherExamples ?? null,
    wins: evidence?.wins ?? null,
    ties: evidence?.ties ?? null,
    losses: evidence?.losses ?? null,
  }
  return verdictColumns.map((column) => cells[column])
}

/**
 * The verdict that such cells hold.
 * @param difference of the same row, which the evidence is about.
 * @returns null where the row has none; undefined where its cells are none of ours.
 */
export function verdictOfCells(
  cell: (column: VerdictColumn) => string,
  difference: { readonly value: number; readonly n: number } | null,
): PairVerdict | null | undefined {
  const text = cell('verdict')
  if (text === '') return null
  const reason = NotComparableReason.options.find((option) => notComparableWords[option] === text.split(': ')[1])
  if (text.startsWith('not comparable') && reason) return { word: 'notComparable', reason, evidence: null }
  const word = (['better', 'worse', 'notDecisive'] as const).find((option) => words[option] === text)
  const number = (column: VerdictColumn) => (cell(column) === '' ? null : Number(cell(column)))
  const evidence = PairedEvidence.safeParse({
    ...difference,
    ...{ ciLow: number('difference ciLow'), ciHigh: number('difference ciHigh') },
    ...{ p: number('p'), adjustedP: number('p adjusted'), familySize: number('comparisons') },
    ...{ detectable: number('detectable'), furtherExamples: number('further questions') },
    ...{ wins: number('wins'), ties: number('ties'), losses: number('losses') },
  })
  return word && evidence.success ? { word, reason: null, evidence: evidence.data } : undefined
}
