import { type AnswerSpan, answerSpans } from './answer-spans.ts'
import { contentTerms, type PlacedTerm } from './content-terms.ts'
import { type QuestionKind, questionKind } from './question-kind.ts'

interface Passage {
  readonly title: string
  readonly text: string
}

interface Sentence {
  /** Position of its passage, from 0. */
  readonly passage: number
  readonly text: string
  readonly terms: readonly PlacedTerm[]
  readonly score: number
}

/** When no passage holds this share of the question's content words, nothing fits. */
const leastCoverage = 0.5
/** Sentences whose spans are considered. */
const consideredSentences = 4

/**
 * The built-in reader: finds the sentence that shares most with the question, and in it the shortest span that is of the
 * kind asked for. No model, no randomness: the same passages give the same answer.
 * @param input `notFound` is what it says when no passage holds half of the question's content words; '' = it always answers.
 * @returns `text`: the span and its source, such as `Denver [2]`.
 */
export function extractAnswer(input: {
  readonly query: string
  readonly passages: readonly Passage[]
  readonly notFound: string
}): { readonly text: string } {
  const asked = new Set(
    contentTerms(input.query)
      .filter(({ isFunctionWord }) => !isFunctionWord)
      .map(({ term }) => term),
  )
  const weights = termWeights(asked, input.passages)
  const kind = questionKind(input.query)
  const { sentences, coverage } = scoredSentences(input.passages, weights)
  const best = coverage < leastCoverage && input.notFound !== '' ? null : bestSpan(sentences, weights, kind)
  return { text: best === null ? input.notFound : `${best.text} [${best.passage + 1}]` }
}

/** Inverse document frequency over the passages' sentences, so that they add up to 1. */
function termWeights(asked: ReadonlySet<string>, passages: readonly Passage[]): Map<string, number> {
  const units = passages
    .flatMap(({ text }) => sentencesOf(text))
    .map((text) => new Set(contentTerms(text).map(({ term }) => term)))
  const raw = [...asked].map((term): [string, number] => {
    const holders = units.filter((terms) => terms.has(term)).length
    return [term, Math.log(1 + (units.length - holders + 0.5) / (holders + 0.5))]
  })
  const total = raw.reduce((sum, [, weight]) => sum + weight, 0)
  return new Map(raw.map(([term, weight]) => [term, weight / total]))
}

function scoredSentences(passages: readonly Passage[], weights: ReadonlyMap<string, number>) {
  let coverage = 0
  const sentences: Sentence[] = []
  for (const [passage, { title, text }] of passages.entries()) {
    const inTitle = contentTerms(title)
    const inPassage = weightOf([...inTitle, ...contentTerms(text)], weights)
    const present = new Set([...inTitle, ...contentTerms(text)].map(({ term }) => term))
    coverage = Math.max(coverage, [...weights.keys()].filter((term) => present.has(term)).length / weights.size)
    for (const sentence of sentencesOf(text)) {
      const terms = contentTerms(sentence)
      const score = weightOf(terms, weights) + 0.5 * inPassage + 0.1 / (passage + 1)
      sentences.push({ passage, text: sentence, terms, score })
    }
  }
  sentences.sort((a, b) => b.score - a.score)
  return { sentences, coverage }
}

function weightOf(terms: readonly PlacedTerm[], weights: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const term of new Set(terms.map(({ term }) => term))) sum += weights.get(term) ?? 0
  return sum
}

function bestSpan(
  sentences: readonly Sentence[],
  weights: ReadonlyMap<string, number>,
  kind: QuestionKind,
): { readonly text: string; readonly passage: number } | null {
  let best: { text: string; passage: number; score: number } | null = null
  for (const sentence of sentences.slice(0, consideredSentences)) {
    const spans = answerSpans(sentence.text, ({ term }) => weights.has(term))
    for (const span of spans) {
      const score = sentence.score + formFit(span, sentence.text, kind) + nearness(span, sentence.terms, weights)
      if (best === null || score > best.score) {
        best = { text: sentence.text.slice(span.start, span.end), passage: sentence.passage, score }
      }
    }
  }
  const first = sentences[0]
  return best ?? (first === undefined ? null : { text: first.text, passage: first.passage })
}

const fits: Readonly<Record<QuestionKind, Readonly<Record<AnswerSpan['form'], number>>>> = {
  person: { name: 0.6, phrase: 0.1, number: -0.5, date: -0.5 },
  time: { date: 0.8, number: 0.1, phrase: 0, name: -0.1 },
  number: { number: 0.8, date: -0.1, phrase: 0, name: -0.1 },
  place: { name: 0.5, phrase: 0.1, number: -0.5, date: -0.5 },
  reason: { phrase: 0.1, name: 0, number: -0.3, date: -0.3 },
  phrase: { phrase: 0.1, name: 0.15, number: -0.2, date: -0.2 },
}

function formFit(span: AnswerSpan, sentence: string, kind: QuestionKind): number {
  const before = sentence.slice(0, span.start)
  const base = fits[kind][span.form]
  if (kind === 'place' && /\b(?:in|at|from|near|to|into|on)\s+(?:the\s+)?$/i.test(before)) return base + 0.3
  if (kind === 'reason' && /\b(?:because|due to|since|to|for|as)\s+(?:of\s+)?(?:the\s+)?$/i.test(before))
    return base + 0.4
  if (span.form === 'phrase' && /^\p{Ll}{2,}(?:ed|ing|ly)$/u.test(sentence.slice(span.start, span.end)))
    return base - 0.2
  return base
}

/** How close the question's words stand to a span: their weights, halved at a distance of six words. */
function nearness(span: AnswerSpan, terms: readonly PlacedTerm[], weights: ReadonlyMap<string, number>): number {
  let first = terms.findIndex(({ end }) => end > span.start)
  if (first === -1) first = terms.length
  let last = first
  while (last + 1 < terms.length && terms[last + 1]!.start < span.end) last++
  const nearest = new Map<string, number>()
  for (const [at, { term }] of terms.entries()) {
    const weight = weights.get(term)
    if (weight === undefined) continue
    const distance = at < first ? first - at : Math.max(0, at - last)
    nearest.set(term, Math.max(nearest.get(term) ?? 0, weight / (1 + distance / 6)))
  }
  return [...nearest.values()].reduce((sum, value) => sum + value, 0)
}

const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' })

function sentencesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment.trim()).filter((segment) => segment !== '')
}
