import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tokenF1 } from '../../../main/engine/evaluation/token-f1.ts'
import { answerWithoutCitations } from '../../../main/engine/generation/answer-without-citations.ts'
import { extractAnswer } from '../../../main/engine/generation/extract-answer.ts'
import { rankByWords } from '../../support/rank-by-words.ts'

const xquad = new URL('../../../../shared/data/xquad/', import.meta.url)
const sample = new URL('../../../main/sample/dataset/', import.meta.url)
const available = existsSync(xquad)
const notFound = 'not found'
const passagesSent = 8

function readLines<T>(file: URL): T[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

describe.skipIf(!available)(`extractive reader on xquad${available ? '' : ' (skipped: ../shared is not here)'}`, () => {
  it('reaches a mean token F1 of 0.20 (whole passages 0.05, the best single sentence 0.21), and rarely abstains', () => {
    const search = rankByWords(readLines<{ title: string; text: string }>(new URL('corpus.jsonl', xquad)))
    const questions = readLines<{ _id: string; text: string }>(new URL('queries.jsonl', xquad))
    const textOf = new Map(questions.map(({ _id, text }) => [_id, text]))
    const examples = readLines<{ _id: string; answers: string[] }>(new URL('answers.jsonl', xquad))
    let [sum, abstained] = [0, 0]
    for (const { _id, answers } of examples) {
      const query = textOf.get(_id)!
      const { text } = extractAnswer({ query, passages: search(query, passagesSent), notFound })
      sum += tokenF1(answerWithoutCitations(text), answers)
      if (text === notFound) abstained++
    }
    expect(examples).toHaveLength(1190)
    expect(sum / examples.length).toBeGreaterThanOrEqual(0.2)
    expect(abstained / examples.length).toBeLessThanOrEqual(0.1)
  })
})

describe('extractive reader on the sample project', () => {
  it('abstains on at least 40 % of what has no answer, more than twice as often as on what has one', () => {
    const search = rankByWords(samplePassages())
    const questions = readLines<{ query: string; answers: string[] }>(new URL('questions.jsonl', sample))
    const abstains = ({ query }: { query: string }) =>
      extractAnswer({ query, passages: search(query, passagesSent), notFound }).text === notFound
    const share = (list: typeof questions) => list.filter(abstains).length / list.length
    const onUnanswerable = share(questions.filter(({ answers }) => answers.length === 0))
    const onAnswerable = share(questions.filter(({ answers }) => answers.length > 0))
    expect(onUnanswerable).toBeGreaterThanOrEqual(0.4)
    expect(onUnanswerable).toBeGreaterThanOrEqual(2 * onAnswerable)
  })
})

/** Pages cut at blank lines into passages of at most about 400 tokens. */
function samplePassages(): { title: string; text: string }[] {
  const pages = readdirSync(new URL('docs/', sample), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .sort()
  return pages.flatMap((path) => {
    const page = readFileSync(new URL(`docs/${path.replaceAll('\\', '/')}`, sample), 'utf8')
    const title = /^# (.*)/.exec(page)?.[1] ?? ''
    const passages: { title: string; text: string }[] = []
    let text = ''
    for (const paragraph of page.split(/\n{2,}/)) {
      if (text !== '' && text.length + paragraph.length > 1600) {
        passages.push({ title, text })
        text = ''
      }
      text += `${paragraph}\n\n`
    }
    return [...passages, { title, text }]
  })
}
