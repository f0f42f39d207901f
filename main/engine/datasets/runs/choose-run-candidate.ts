import { createIdResolver } from './create-id-resolver.ts'
import type { RunCandidate } from './parsed-run.ts'

/** What the user said of the eval set that a run answers. */
export interface RunTargetWish {
  /** Counts where there is an eval set of that name. */
  readonly evalSet?: string | undefined
  readonly split?: string | undefined
}

interface Fit {
  readonly candidate: RunCandidate
  /** Queries of the run that the split holds. */
  readonly shared: number
}

/**
 * The split that a run answers: the one that holds most of its queries; of several, the one with the fewest others, then
 * `test`, then by name.
 * @returns the candidate, or the reason why there is none or more than one eval set could be meant.
 */
export function chooseRunCandidate(
  queryIds: ReadonlySet<string>,
  candidates: readonly RunCandidate[],
  wish: RunTargetWish,
): RunCandidate | { readonly reason: string } {
  if (candidates.length === 0)
    return { reason: 'There is no eval set that the run could answer; import the dataset first, or both together.' }
  const named = candidates.filter(({ evalSetName }) => evalSetName === wish.evalSet)
  const inSets = named.length > 0 ? named : candidates
  const inSplits = wish.split === undefined ? inSets : inSets.filter(({ split }) => split === wish.split)
  if (inSplits.length === 0) return { reason: `There is no split "${wish.split}"; there are: ${namesOf(inSets)}.` }
  const fits = inSplits
    .map((candidate): Fit => ({ candidate, shared: sharedQueries(queryIds, candidate) }))
    .filter(({ shared }) => shared > 0)
    .sort(compareFits)
  const best = fits[0]
  if (!best)
    return {
      reason: `None of its ${queryIds.size} queries is in ${namesOf(inSplits)}. Import the dataset that the run answers first.`,
    }
  const rival = fits.find((fit) => fit.candidate.evalSetName !== best.candidate.evalSetName && isEqual(fit, best))
  if (rival)
    return {
      reason: `The run fits ${namesOf([best.candidate, rival.candidate])} equally well; say which eval set is meant by its name.`,
    }
  return best.candidate
}

function sharedQueries(queryIds: ReadonlySet<string>, { queryIds: known }: RunCandidate): number {
  const resolve = createIdResolver(known)
  let shared = 0
  for (const queryId of queryIds) if (resolve(queryId) !== null) shared++
  return shared
}

function isEqual(a: Fit, b: Fit): boolean {
  return a.shared === b.shared && a.candidate.queryIds.length === b.candidate.queryIds.length
}

function compareFits(a: Fit, b: Fit): number {
  const isTest = ({ candidate }: Fit) => Number(candidate.split === 'test')
  return (
    b.shared - a.shared ||
    a.candidate.queryIds.length - b.candidate.queryIds.length ||
    isTest(b) - isTest(a) ||
    (a.candidate.split < b.candidate.split ? -1 : 1)
  )
}

function namesOf(candidates: readonly RunCandidate[]): string {
  const names = candidates.map(({ evalSetName, split }) => `${evalSetName}/${split}`)
  return names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ')
}
