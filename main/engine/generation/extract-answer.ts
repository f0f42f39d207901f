import { type AnswerSpan, answerSpans } from './answer-spans.ts'
import { contentTerms, type PlacedTerm } from './content-terms.ts'
import { type QuestionKind, questionKind } from './question-kind.ts'

interface Passage {
  readonly title: string
  readonly text: string
}

interface ReadSentence {
  readonly text: string
  readonly terms: readonly PlacedTerm[]
}

interface ReadPassage {
  readonly titleTerms: readonly PlacedTerm[]
  readonly sentences: readonly ReadSentence[]
}

interface Sentence extends ReadSentence {
  /** Position of its passage, from 0. */
  readonly passage: number
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
  const readPassages = input.passages.map(
    ({ title, text }): ReadPassage => ({
      titleTerms: contentTerms(title),
      sentences: sentencesOf(text).map((sentence) => ({ text: sentence, terms: contentTerms(sentence) })),
    }),
  )
  const weights = termWeights(asked, readPassages)
  const kind = questionKind(input.query)
  const { sentences, coverage } = scoredSentences(readPassages, weights)
  const best = coverage < leastCoverage && input.notFound !== '' ? null : bestSpan(sentences, weights, kind)
  return { text: best === null ? input.notFound : `${best.text} [${best.passage + 1}]` }
}

/** Inverse document frequency over the passages' sentences, so that they add up to 1. */
function termWeights(asked: ReadonlySet<string>, passages: readonly ReadPassage[]): Map<string, number> {
  const units = passages.flatMap(({ sentences }) => sentences.map(({ terms }) => termSet(terms)))
  const raw = [...asked].map((term): [string, number] => {
    const holders = units.filter((terms) => terms.has(term)).length
    return [term, Math.log(1 + (units.length - holders + 0.5) / (holders + 0.5))]
  })
  const total = raw.reduce((sum, [, weight]) => sum + weight, 0)
  return new Map(raw.map(([term, weight]) => [term, weight / total]))
}

/** All sentences, best first, and the largest share of the question's content words that one passage holds. */
function scoredSentences(
  passages: readonly ReadPassage[],
  weights: ReadonlyMap<string, number>,
): { readonly sentences: Sentence[]; readonly coverage: number } {
  let coverage = 0
  const scored: Sentence[] = []
  for (const [passage, { titleTerms, sentences }] of passages.entries()) {
    const all = [...titleTerms, ...sentences.flatMap(({ terms }) => terms)]
    const present = termSet(all)
    coverage = Math.max(
      coverage,
      [...weights.keys()].filter((term) => present.has(term)).length / Math.max(1, weights.size),
    )
    const inPassage = weightOf(all, weights)
    for (const { text, terms } of sentences) {
      const score = weightOf(terms, weights) + 0.5 * inPassage + 0.1 / (passage + 1)
      scored.push({ passage, text, terms, score })
    }
  }
  return { sentences: scored.sort((a, b) => b.score - a.score), coverage }
}

function termSet(terms: readonly PlacedTerm[]): Set<string> {
  return new Set(terms.map(({ term }) => term))
}

function weightOf(terms: readonly PlacedTerm[], weights: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const term of termSet(terms)) sum += weights.get(term) ?? 0
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
