import { answerMeasures } from './answer-measures.ts'
import { exampleDefinitions } from './metric.ts'

/**
 * The measures of a run that a monitor can go by, the most telling first: answers are what a deployed recipe is for, and
 * retrieval is watched where there are none.
 * @param scored names of the measures that the run has scores of.
 */
export function watchedMeasures(scored: readonly string[]): string[] {
  const names = exampleDefinitions(scored)
    .filter(({ better }) => better !== 'none')
    .map(({ name }) => name)
  return [...new Set([...answerMeasures(names), ...names])].filter((name) => names.includes(name))
}
