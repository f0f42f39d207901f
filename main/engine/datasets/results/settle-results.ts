import type { DatasetBuilder, StatedResultFile } from '../parsing/dataset-builder.ts'
import type { RowOutcome } from '../parsing/file-tally.ts'
import { chooseRunCandidate, type RunTargetWish } from '../runs/choose-run-candidate.ts'
import { createIdResolver } from '../runs/create-id-resolver.ts'
import type { ParsedRun, RunCandidate } from '../runs/parsed-run.ts'
import type { StatedExample, StatedResult } from './stated-result.ts'

/**
 * Finds for each run of a result file the eval set that it is of. Examples that are not in its split are rejected; what
 * is stated of the others is taken as it stands. Outcomes and notes go into the builder.
 */
export function settleResults(
  builder: DatasetBuilder,
  candidates: readonly RunCandidate[],
  wish: RunTargetWish,
): ParsedRun[] {
  return builder.statedResults.flatMap((file): ParsedRun[] => {
    const candidate = candidateOf(file.result, candidates, wish)
    if (!('reason' in candidate)) return [takeResult(file, candidate, builder)]
    if (file.result.rows.length === 0)
      builder.notes.push(`${file.tally.path}: The run of this set was left out. ${candidate.reason}`)
    for (const { row } of file.result.rows) file.tally.count(row, candidate, { run: file.result.name })
    return []
  })
}

function candidateOf(
  { evalSetName, split, examples }: StatedResult,
  candidates: readonly RunCandidate[],
  wish: RunTargetWish,
): RunCandidate | { readonly reason: string } {
  const isKnown = candidates.some((candidate) => candidate.evalSetName === evalSetName)
  const evalSet = isKnown ? evalSetName! : wish.evalSet
  const wished = { evalSet, split: wish.split ?? (isKnown ? (split ?? undefined) : undefined) }
  if (examples.length > 0)
    return chooseRunCandidate(new Set(examples.map(({ queryId }) => queryId)), candidates, wished)
  const named = candidates.filter((candidate) => candidate.evalSetName === evalSet)
  if (evalSetName !== null && named.length === 0)
    return {
      reason: `There is no eval set "${evalSetName}"; import its questions first, or say by its name which eval set is meant.`,
    }
  const ofSplit = (named.length > 0 ? named : candidates).filter(
    (candidate) => candidate.split === (wish.split ?? split ?? candidate.split),
  )
  const likely = ofSplit.filter((candidate) => candidate.split === 'test')
  const chosen = ofSplit.length === 1 ? ofSplit : likely
  if (chosen.length === 1) return chosen[0]!
  return {
    reason:
      ofSplit.length === 0
        ? `There is no split "${wish.split ?? split}" that the run could be of; import its questions first.`
        : 'The file does not say which questions its runs were made on, and several could be meant; say which by the name of the eval set.',
  }
}

function takeResult({ tally, fileSha256, result }: StatedResultFile, candidate: RunCandidate, builder: DatasetBuilder) {
  const { evalSetName, split } = candidate
  const queryIdOf = createIdResolver(candidate.queryIds)
  const documentIdOf = createIdResolver(candidate.documentIds())
  const isKnown = candidate.isKnown(fileSha256, result.statedId)
  const examples = result.examples.flatMap((example): StatedExample[] => {
    const queryId = queryIdOf(example.queryId)
    if (queryId === null) return []
    return [
      {
        ...example,
        queryId,
        answers: example.answers.map((answer) => ({ ...answer, queryId })),
        retrieved:
          example.retrieved?.map((ranked) => ({ ...ranked, docId: documentIdOf(ranked.docId) ?? ranked.docId })) ??
          null,
      },
    ]
  })
  for (const { row, queryId } of result.rows) {
    const isForeign = queryId !== null && queryIdOf(queryId) === null
    const outcome: RowOutcome = isForeign
      ? { reason: `The query "${queryId}" is not in ${evalSetName}/${split}.` }
      : isKnown
        ? 'duplicate'
        : 'accepted'
    tally.count(row, outcome, { run: result.name, ...(queryId === null ? {} : { query: queryId }) })
  }
  tally.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  const rankings = new Map(
    examples.flatMap(({ queryId, retrieved }) => (retrieved === null ? [] : [[queryId, retrieved] as const])),
  )
  const foreignLines = [...rankings.values()].flat().filter(({ docId }) => documentIdOf(docId) === null).length
  builder.notes.push(
    isKnown
      ? `${tally.path}: The run ${result.name} is on ${evalSetName}, split ${split} already; nothing was added.`
      : `${tally.path}: The run ${result.name} on ${evalSetName}, split ${split}, with ${result.figures.length > 0 ? `${result.figures.length} figures` : `${examples.length} of ${candidate.queryIds.length} questions`} as its file states them; nothing is scored anew.${result.figures.length > 0 ? '' : ' Index size, cost and tokens of the whole run are not in such a file.'}`,
  )
  return {
    ...{ path: tally.path, tag: result.statedId, fileSha256, evalSetName, split, rankings, foreignLines, isKnown },
    lines: result.rows.length,
    queries: candidate.queryIds.length,
    stated: { ...result, examples },
  }
}
