import { z } from 'zod'

const Line = z.looseObject({ messages: z.array(z.looseObject({ role: z.string(), content: z.string().nullish() })) })

/**
 * What a model says that was trained on chat JSONL: to a question of its training file the answer there, to another one the
 * answer of the most similar question.
 */
export function tunedAnswers(trainingText: string): (question: string) => string {
  const learned = trainingText
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { messages } = Line.parse(JSON.parse(line))
      const said = (role: string) => messages.findLast((message) => message.role === role)?.content ?? ''
      return { question: said('user'), words: wordsOf(said('user')), answer: said('assistant') }
    })
  return (question) => {
    const exact = learned.find((example) => example.question === question)
    if (exact) return exact.answer
    const asked = wordsOf(question)
    const overlap = (words: ReadonlySet<string>) =>
      [...asked].filter((word) => words.has(word)).length / Math.sqrt(Math.max(1, words.size))
    const best = learned.reduce<{ score: number; answer: string }>(
      (found, { words, answer }) => {
        const score = overlap(words)
        return score > found.score ? { score, answer } : found
      },
      { score: -1, answer: '' },
    )
    return best.answer
  }
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}
