import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import { createRandom } from '../../../../shared/domain/random.ts'
import { defaultSeed } from '../new-provenance.ts'

/** Some of the questions, always the same ones, in the order of the split. A smaller choice is part of every larger one. */
export function drawnQueries(queries: readonly EvalQuery[], count: number): EvalQuery[] {
  const random = createRandom(defaultSeed)
  return queries
    .map((query, position) => ({ query, position, draw: random() }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, count)
    .sort((a, b) => a.position - b.position)
    .map(({ query }) => query)
}
