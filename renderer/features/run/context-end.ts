import type { QueryResult } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'

/** Where in a ranking the text ends that the model saw. */
export interface ContextEnd {
  /** Place in `passages` of the last one that was sent; −1 when none was. */
  readonly lastIndex: number
  /** `context ends here: 6 of 8 passages sent, 1,998 tokens` */
  readonly line: string
  /** What was cut or left out, and why; empty when nothing was. */
  readonly leftOut: string
  /** By chunk: the number under which the model saw it, and whether it was cut or cited. */
  readonly notes: ReadonlyMap<number, string>
}

/** @returns null when nothing was answered, so that nothing was sent. */
export function contextEnd({ generated, passages, ranked }: QueryResult, run: Run): ContextEnd | null {
  const [first] = generated
  if (!first || !run.recipe) return null
  const { context } = run.recipe
  const sent = first.passages
  const offered = Math.min(context.passages, ranked)
  const cited = new Set(generated.flatMap(({ citations }) => citations))
  const ranges = new Map(passages.map(({ chunk, start, end }) => [chunk, end - start]))
  const isShort = ({ chunk, start, end }: (typeof sent)[number]) => end - start < (ranges.get(chunk) ?? 0)
  const notes = new Map<number, string>()
  for (const [index, passage] of sent.entries()) {
    const number = index + 1
    notes.set(
      passage.chunk,
      [`${cited.has(number) ? 'cited' : 'sent as'} [${number}]`, ...(isShort(passage) ? ['shortened'] : [])].join(', '),
    )
  }
  const tokens = sent.reduce((sum, passage) => sum + passage.tokens, 0)
  const shortened = sent.filter(isShort).length
  const missing = offered - sent.length
  const reasons = [
    `the ${context.budgetTokens.toLocaleString('en-US')} tokens of the context`,
    ...(context.scoreFloor === null ? [] : [`the lowest score of ${context.scoreFloor}`]),
    ...(context.removeOverlaps ? ['text sent before'] : []),
  ].join(' or ')
  return {
    lastIndex: passages.findLastIndex(({ chunk }) => notes.has(chunk)),
    line: `context ends here: ${sent.length} of ${offered} ${offered === 1 ? 'passage' : 'passages'} sent, ${tokens.toLocaleString('en-US')} tokens`,
    leftOut: [
      ...(missing > 0 ? [`${missing} left out because of ${reasons}`] : []),
      ...(shortened > 0 ? [`${shortened} shortened${missing > 0 ? '' : ` because of ${reasons}`}`] : []),
    ].join('; '),
    notes,
  }
}
