import type { Behaviour } from './behaviour.ts'
import { countAllTokens, type EmbeddingsBody } from './embeddings-request.ts'
import { hashedVector } from './hashed-vector.ts'

/** @param usualDimensions length of the vectors when the request does not ask for one. */
export function embeddingsAnswer(
  { model, texts, encodingFormat, dimensions }: EmbeddingsBody,
  behaviour: Behaviour,
  usualDimensions: number,
): unknown {
  const wrong = behaviour.kind === 'dimensions' ? behaviour : null
  const last = texts.length - 1
  const vectors = texts.map((text, index): (number | null)[] => {
    const isWrong = wrong && (wrong.which === 'all' || index === last)
    const vector = [...hashedVector(text, isWrong ? wrong.dimensions : (dimensions ?? usualDimensions))]
    return behaviour.kind === 'nan' && index === last ? [null, ...vector.slice(1)] : vector
  })
  if (behaviour.kind === 'count') {
    if (behaviour.extra < 0) vectors.splice(behaviour.extra)
    for (let i = 0; i < behaviour.extra; i += 1) vectors.push(vectors[0]!)
  }
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index: behaviour.kind === 'same-index' ? 0 : index,
    embedding: encodingFormat === 'base64' ? base64Of(vector) : vector,
  }))
  if (behaviour.kind === 'answer' && behaviour.reversed) data.reverse()
  const tokens = countAllTokens(texts).sum
  return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } }
}

/** Little-endian single-precision numbers. */
function base64Of(vector: readonly (number | null)[]): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value ?? Number.NaN, index * 4)
  return bytes.toString('base64')
}
