import type { DecisionAnswers, DecisionRecord } from '../../../../shared/domain/decision.ts'

/** Fewer good examples than this are not worth a training. */
const leastExamples = 100

/**
 * The framework's recommendation. Retrieval is asked for by knowledge that is missing, changes monthly or more often, must be
 * cited, or is more than a prompt holds; tuning by behaviour, of which there must be at least 100 good examples. Both ask for
 * a hybrid, neither for a prompt. A limit of one second speaks for tuning, and decides nothing alone.
 * @returns null until the first question is answered.
 */
export function recommendRung(answers: DecisionAnswers): DecisionRecord['framework'] {
  const { missing, changes, sources, latency, volume, goodExamples } = answers
  if (missing === null) return null
  const reasons: string[] = []
  let retrieval = false
  const retrieve = (reason: string) => {
    retrieval = true
    reasons.push(reason)
  }
  if (sources === 'required') retrieve('Answers must name their source: only retrieved passages can be cited.')
  if (missing !== 'behaviour') {
    if (changes === 'monthly' || changes === 'weekly') {
      retrieve(`The knowledge changes ${changes}: an index follows it, a tuned model does not.`)
    }
    if (volume === 'millions') retrieve('Millions of documents can only be searched.')
    if (volume === 'documents') retrieve('There is more text than a prompt holds.')
    if (volume === null) retrieve('Knowledge is missing, and nothing says that it fits a prompt.')
    if (volume === 'prompt' && !retrieval) reasons.push('What must be known fits a prompt: put it there first.')
  }
  let tuning = false
  if (missing !== 'knowledge') {
    tuning = goodExamples !== null && goodExamples >= leastExamples
    reasons.push(
      tuning
        ? `Behaviour is missing, and there are ${goodExamples} good examples to train on.`
        : `Behaviour is missing, but at least ${leastExamples} good examples are needed to train (${goodExamples ?? 'none stated'}): a careful prompt first.`,
    )
  }
  if (latency === 'under1s') {
    reasons.push(
      retrieval
        ? 'An answer within a second leaves little time for retrieval: watch p95.'
        : 'An answer within a second is easier without a retrieval step.',
    )
  }
  const rung = retrieval ? (tuning ? 'hybrid' : 'rag') : tuning ? 'finetune' : 'prompt'
  return { rung, reasons }
}
