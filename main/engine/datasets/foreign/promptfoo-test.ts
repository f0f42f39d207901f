import { type Cells, cellOf, idOf, isRecord, listOf, wholeNumberOf } from '../tables/cell-values.ts'

/** A question of promptfoo's with what is expected of its answer. */
export interface PromptfooTest {
  readonly queryId: string | null
  readonly text: string
  readonly answers: readonly string[]
  readonly tags: readonly string[]
  readonly split: string | null
  readonly judgments: readonly { readonly docId: string; readonly grade: number }[]
  /** Assertions that say no answer, such as a rubric or a script; they are not imported. */
  readonly otherAssertions: number
}

const questionNames = [
  'question',
  'query',
  'user_input',
  'input',
  'user_question',
  'user_query',
  'prompt',
  'message',
  'q',
  'text',
  'claim',
]
const answerNames = ['reference', 'ground_truth', 'expected', 'expected_answer', 'expected_output', 'answer', 'gold']
/** Their value is an answer. */
const answerTypes = [
  ...['equals', 'contains', 'icontains', 'starts-with', 'similar', 'levenshtein', 'rouge-n', 'bleu', 'gleu', 'meteor'],
  ...['factuality', 'model-graded-factuality', 'context-recall'],
]
/** Their value is a list of answers, of which one is enough. */
const alternativeTypes = ['contains-any', 'icontains-any']

/**
 * What a test asks and expects. A variable that holds several values is several questions, as promptfoo takes it.
 * @param defaults variables and assertions that hold for every test.
 * @returns the questions, or the reason why the test has none.
 */
export function readPromptfooTest(test: Cells, defaults: Cells): PromptfooTest[] | { readonly reason: string } {
  const vars = cellOf(test, 'vars')
  if (typeof vars === 'string') return { reason: 'Its variables are in a file of their own; import that file.' }
  const variables: Cells = { ...recordOf(cellOf(defaults, 'vars')), ...recordOf(vars) }
  const name = questionName(variables)
  if (name === null) {
    const names = Object.keys(variables)
    return {
      reason:
        names.length === 0
          ? 'The test has no variables, so there is no question in it.'
          : `No variable is known as a question; the variables are: ${names.slice(0, 20).join(', ')}.`,
    }
  }
  const { answers, others } = expectations([
    ...assertionsOf(cellOf(defaults, 'assert')),
    ...assertionsOf(cellOf(test, 'assert')),
  ])
  const stated = answerNames.flatMap((answer) => (answer === name ? [] : listOf(cellOf(variables, answer))))
  const metadata = recordOf(cellOf(test, 'metadata'))
  const written = listOf(variables[name])
  const file = written.find((text) => /^file:\/\//i.test(text))
  if (file !== undefined) return { reason: 'Its question is in a file of its own; put the text in its place.' }
  const questions = written.map(plainText)
  if (questions.length === 0) return { reason: `The variable "${name}" is empty.` }
  return questions.map((text) => ({
    text,
    queryId: questions.length === 1 ? idOf(cellOf(metadata, 'queryId')) : null,
    answers: [...new Set((answers.length > 0 ? answers : stated).map(plainText))],
    tags: listOf(cellOf(metadata, 'tags')),
    split: idOf(cellOf(metadata, 'split')),
    judgments: judgmentsOf(cellOf(metadata, 'judgments')),
    otherAssertions: others,
  }))
}

/** The variable that holds the question: by its name, or the only one that holds text. */
export function questionName(variables: Cells): string | null {
  const isText = (name: string) => listOf(cellOf(variables, name)).length > 0
  const names = Object.keys(variables).filter(isText)
  const known = questionNames.find((name) => names.includes(name))
  if (known !== undefined) return known
  const others = names.filter((name) => !answerNames.includes(name) && !/context|document|source/i.test(name))
  return others.length === 1 ? others[0]! : null
}

function assertionsOf(value: unknown): Cells[] {
  if (!Array.isArray(value)) return []
  return value
    .filter(isRecord)
    .flatMap((assertion) => (assertion.type === 'assert-set' ? assertionsOf(assertion.assert) : [assertion]))
}

function expectations(assertions: readonly Cells[]): { answers: string[]; others: number } {
  let others = 0
  const answers = assertions.flatMap((assertion) => {
    const type = String(cellOf(assertion, 'type') ?? '')
    const value = cellOf(assertion, 'value')
    const isFile = typeof value === 'string' && /^(file|package):/i.test(value)
    if (!isFile && alternativeTypes.includes(type))
      return typeof value === 'string' ? value.split(',').map((part) => part.trim()) : listOf(value)
    if (!isFile && answerTypes.includes(type) && ['string', 'number'].includes(typeof value)) return [String(value)]
    others += 1
    return []
  })
  return { answers: answers.filter((answer) => answer.trim() !== ''), others }
}

function judgmentsOf(value: unknown): PromptfooTest['judgments'] {
  if (!Array.isArray(value)) return []
  return value.filter(isRecord).flatMap((judgment) => {
    const docId = idOf(cellOf(judgment, 'docId'))
    const grade = wholeNumberOf(cellOf(judgment, 'grade')) ?? 1
    return docId === null || Number.isNaN(grade) ? [] : [{ docId, grade }]
  })
}

/** Takes away what keeps text from being a template: the expressions that our own export writes. */
function plainText(text: string): string {
  return text.replace(/\{\{ '(\{[{%#])?' \}\}/g, '$1')
}

export function recordOf(value: unknown): Cells {
  return isRecord(value) ? value : {}
}
