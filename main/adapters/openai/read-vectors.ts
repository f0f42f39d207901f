import { z } from 'zod'
import { AppError } from '../../../shared/domain/app-error.ts'

/** Of OpenAI's answer only what is used here; some servers leave the rest out. */
const Answer = z.object({
  data: z.array(
    z.object({ index: z.int().nonnegative().optional(), embedding: z.custom<readonly unknown[]>(Array.isArray) }),
  ),
  usage: z.object({ prompt_tokens: z.number() }).nullish().catch(null),
})

/**
 * The vectors of an answer in the order of the texts. A vector that is stored is never asked for again, so nothing
 * doubtful may come through here: one vector for each text, all of one length, finite numbers only.
 * @param dimensions the length they must have; undefined when any will do, as long as it is one.
 * Throws AppError PROVIDER_REFUSED.
 */
export function readVectors(
  answer: unknown,
  texts: number,
  dimensions: number | undefined,
  baseUrl: string,
): { vectors: Float32Array[]; promptTokens: number | null } {
  const refuse = (what: string) =>
    new AppError(
      'PROVIDER_REFUSED',
      `${baseUrl} ${what}. Vectors that arrived before are kept; check that the address and the model are those of an embeddings server, then run \`rungs resume\`.`,
      { baseUrl },
    )
  const parsed = Answer.safeParse(answer)
  if (!parsed.success) throw refuse('answered with something that is not a list of vectors')
  const { data, usage } = parsed.data
  if (data.length !== texts) throw refuse(`answered ${data.length} vectors for ${texts} texts`)
  const vectors = new Array<Float32Array>(texts)
  for (const [position, { index = position, embedding }] of data.entries()) {
    if (index >= texts || vectors[index] !== undefined) {
      throw refuse('numbered its vectors so that they cannot be matched with the texts')
    }
    if (
      !embedding.every((value): value is number => typeof value === 'number' && Number.isFinite(Math.fround(value)))
    ) {
      throw refuse('answered a vector that holds something other than finite numbers')
    }
    vectors[index] = Float32Array.from(embedding)
  }
  const wanted = dimensions ?? vectors[0]?.length
  const wrong = vectors.find(({ length }) => length !== wanted || length === 0)
  if (wrong) throw refuse(`answered a vector of ${wrong.length} numbers where ${wanted || 'some'} were expected`)
  return { vectors, promptTokens: usage?.prompt_tokens ?? null }
}
