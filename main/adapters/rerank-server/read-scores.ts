import { z } from 'zod'

const Scored = z.array(z.object({ index: z.int().nonnegative(), relevance_score: z.unknown() }))

const tokens = z.int().nonnegative().nullish().catch(null)

/** `results` in most dialects, `data` in Voyage's. Only what is used here. */
const Answer = z.object({
  results: Scored.nullish(),
  data: Scored.nullish(),
  usage: z.object({ total_tokens: tokens, prompt_tokens: tokens }).nullish().catch(null),
  meta: z
    .object({ tokens: z.object({ input_tokens: tokens }).nullish() })
    .nullish()
    .catch(null),
})

/**
 * The scores of an answer in the order of the texts: each text exactly once, with a finite number.
 * @returns what is wrong, to follow "answered with", when that does not hold.
 */
export function readScores(
  json: unknown,
  texts: number,
): { scores: number[]; inputTokens: number | null } | { problem: string } {
  const parsed = Answer.safeParse(json)
  const scored = parsed.data?.results ?? parsed.data?.data
  if (!parsed.success || !scored) return { problem: 'something that is no list of scores' }
  if (scored.length !== texts) return { problem: `${scored.length} scores for ${texts} texts` }
  const scores = new Array<number | undefined>(texts).fill(undefined)
  for (const { index, relevance_score: score } of scored) {
    if (index >= texts || scores[index] !== undefined) {
      return { problem: 'scores that cannot be matched with the texts' }
    }
    if (typeof score !== 'number' || !Number.isFinite(score)) return { problem: 'a score that is not a finite number' }
    scores[index] = score
  }
  const { usage, meta } = parsed.data
  return {
    scores: scores as number[],
    inputTokens: usage?.total_tokens ?? usage?.prompt_tokens ?? meta?.tokens?.input_tokens ?? null,
  }
}
