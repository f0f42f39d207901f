import type { LengthHistogram } from '../../../../shared/domain/length-histogram.ts'
import { Chunking } from '../../../../shared/domain/recipe.ts'
import type { Compute } from '../../../ports/compute.ts'
import { lengthHistogram } from './length-histogram.ts'

/** About a second of one worker. */
const maxCharacters = 4_000_000
const maxTexts = 2000
const minTexts = 50
const batchCharacters = 500_000
const wholeTexts = Chunking.parse({ kind: 'none' })

/**
 * Token lengths of texts, counted in a worker: of all of them while that is quick, else of an even sample.
 * @param texts how many there are.
 * @param characters of all of them together.
 * @param read the text at a position from 0.
 */
export async function countLengths(
  { texts, characters, read }: { texts: number; characters: number; read: (position: number) => string },
  compute: Compute,
  signal?: AbortSignal,
): Promise<LengthHistogram> {
  const positions = samplePositions(texts, characters)
  const tokens: number[] = []
  let batch: { text: string; syntax: 'plain' }[] = []
  let batchSize = 0
  const countBatch = async (): Promise<void> => {
    signal?.throwIfAborted()
    // A whole text is one chunk, so the tokens come one per text.
    const { tokens: counts } = await compute.chunk(batch, wholeTexts)
    tokens.push(...counts)
    batch = []
    batchSize = 0
  }
  for (const position of positions) {
    const text = read(position)
    batch.push({ text, syntax: 'plain' })
    batchSize += text.length
    if (batchSize >= batchCharacters) await countBatch()
  }
  if (batch.length > 0) await countBatch()
  return lengthHistogram(tokens, texts)
}

/** Evenly spread over all positions. */
export function samplePositions(texts: number, characters: number): number[] {
  const affordable = characters === 0 ? texts : Math.floor((texts * maxCharacters) / characters)
  const count = Math.min(texts, maxTexts, Math.max(minTexts, affordable))
  return Array.from({ length: count }, (_, index) => Math.floor((index * texts) / count))
}
