import type { RunId } from '../../../../shared/domain/ids.ts'
import type { Rating } from '../../../../shared/domain/rating.ts'
import type { JudgeCheck } from '../../../../shared/domain/results.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { judgeAgreement } from './judge-agreement.ts'

type Ports = Pick<ExperimentPorts, 'store'>

/** An answer that both a person and a judge scored. */
export interface RatedScore {
  readonly rating: Rating
  readonly score: number
  readonly reason: string
}

/** By measure, the answers of a run that have both a rating and a score. Reads only what is rated. */
export function ratedScores(runId: RunId, { store }: Ports): Map<string, RatedScore[]> {
  const found = new Map<string, RatedScore[]>()
  for (const rating of store.ratings.ratings(runId).values()) {
    for (const { measure, repetition, score, reason } of store.answers.evaluationsOf(runId, rating.queryId)) {
      if (score === null || repetition !== rating.repetition) continue
      const pairs = found.get(measure)
      if (pairs) pairs.push({ rating, score, reason })
      else found.set(measure, [{ rating, score, reason }])
    }
  }
  return found
}

/** How far each judge of a run was checked by people; also those that nobody checked. */
export function judgeChecks(runId: RunId, ports: Ports): JudgeCheck[] {
  const measures = judgeMeasures(runId, ports)
  if (measures.length === 0) return []
  const rated = ratedScores(runId, ports)
  return measures.map((measure) => {
    const pairs = rated.get(measure) ?? []
    const { n, kappa } = judgeAgreement(
      pairs.map(({ rating }) => rating.score),
      pairs.map(({ score }) => score),
    )
    return { measure, rated: n, kappa: kappa.value, words: kappa.words }
  })
}

/** Measures by which a model gave each answer a score of its own, which a person's can be held against. */
export function judgeMeasures(runId: RunId, { store }: Ports): string[] {
  return store.answers.measures(runId).filter((measure) => !/^(?:similarity#|pairwise[.])/u.test(measure))
}
