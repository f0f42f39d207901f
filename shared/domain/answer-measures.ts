import { answerMetrics, metricDefinition, metricDefinitions } from './metric.ts'

/** Names that scores of retrieval have; all other scores are of answers. */
const answerNames = new Set(answerMetrics.map(({ name }) => name))

/** The order in which readers look at them: a judge says most, words say something, the rest explains. */
const order = [
  /^judge[.#]/u,
  /^tokenF1$/u,
  /^exactMatch$/u,
  /^label$/u,
  /^numeric(?:#|$)/u,
  /^contains$/u,
  /^faithfulness#/u,
  /^abstentionCorrect$/u,
  /^citation(?:Precision|Recall)#/u,
]

/** Whether a measure scores answers: a fixed one, or one that an evaluator made. */
export function isAnswerMeasure(name: string): boolean {
  return answerNames.has(name) || (!metricDefinitions.has(name) && metricDefinition(name) !== undefined)
}

/** Those of the measures that score answers, the most telling first. */
export function answerMeasures(names: readonly string[]): string[] {
  const placeOf = (name: string) => {
    const place = order.findIndex((pattern) => pattern.test(name))
    return place === -1 ? order.length : place
  }
  return names.filter(isAnswerMeasure).sort((a, b) => placeOf(a) - placeOf(b))
}
