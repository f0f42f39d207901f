import type { Evaluation } from '../../../../shared/domain/answer.ts'

type Vector = Float32Array | null

/**
 * How near an answer stands to the nearest reference.
 * @param own vector of the answer. @param references those of its references; null = the text has none.
 * @returns max(0, cos) of the nearest, 0–1; null with the reason when there is nothing to compare.
 */
export function nearestReference(own: Vector, references: readonly Vector[]): Pick<Evaluation, 'score' | 'reason'> {
  if (own === null) return { score: null, reason: 'The answer has no vector: it is empty, or holds no known word.' }
  const cosines = references.map((reference) => (reference === null ? Number.NaN : cosine(own, reference)))
  const known = cosines.filter((value) => !Number.isNaN(value))
  if (known.length === 0) return { score: null, reason: 'No reference answer has a vector.' }
  const reason = references.length > 1 ? `Nearest to reference answer ${cosines.indexOf(Math.max(...known)) + 1}.` : ''
  return { score: Math.min(1, Math.max(0, ...known)), reason }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, lengthA, lengthB] = [0, 0, 0]
  for (let index = 0; index < a.length; index += 1) {
    dot += a[index]! * b[index]!
    lengthA += a[index]! ** 2
    lengthB += b[index]! ** 2
  }
  return dot / Math.sqrt(lengthA * lengthB)
}
