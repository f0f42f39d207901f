import { contentTerms, type PlacedTerm } from './content-terms.ts'

/** A part of a sentence that could be an answer, half-open, UTF-16 code units of the sentence. */
export interface AnswerSpan {
  readonly start: number
  readonly end: number
  /** `name`: begins with a capital letter inside the sentence. */
  readonly form: 'number' | 'date' | 'name' | 'phrase'
}

const month =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?'
const date = new RegExp(
  [
    `(?:\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?)?\\b${month}(?:\\s+\\d{1,2}(?:st|nd|rd|th)?\\b)?(?:,?\\s+\\d{4}\\b)?`,
    '\\b(?:early |mid-?|late )?(?:1\\d|20)\\d{2}s?(?:\\s?[-–]\\s?\\d{2,4})?\\b(?:\\s(?:BC|AD|BCE|CE)\\b)?',
    '\\b\\d{1,2}(?:st|nd|rd|th)[ -]century\\b',
    '\\b\\d{4}-\\d{2}-\\d{2}\\b',
  ].join('|'),
  'gu',
)
const spelled =
  '(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen)'
const number = new RegExp(
  `[$€£¥±−-]?(?<![\\p{L}\\p{N}])(?:\\d[\\d.,]*(?:\\d|½|¼|¾)?[½¼¾]?|${spelled}(?:[ -]${spelled})*)(?![\\p{L}\\p{N}])(?:\\s?(?:%|°C|°F|°)|\\s(?:percent|per cent|hundred|thousand|million|billion|trillion)\\b)*`,
  'giu',
)
const year = /^(?:1\d|20)\d{2}$/
/** What ends a phrase; a hyphen, an apostrophe or a point inside a word or number does not. */
const divider = /[,;:()[\]{}"“”«»!?|—\n]|[.](?=\s|$)|\s[-–]\s/
const connectors = new Set(['of', 'the', 'de', 'la', 'von', 'van', 'and', '&', "'s", 's', 'for'])

/** All spans of a sentence that could be an answer: numbers, dates, names and phrases between function words. */
export function answerSpans(sentence: string, isAsked: (term: PlacedTerm) => boolean): AnswerSpan[] {
  const spans: AnswerSpan[] = []
  const terms = contentTerms(sentence)
  for (const match of sentence.matchAll(date)) addUnasked(spanOf(match, 'date'))
  for (const match of sentence.matchAll(number)) if (!year.test(match[0])) addUnasked(spanOf(match, 'number'))
  let run: PlacedTerm[] = []
  for (const [at, term] of terms.entries()) {
    const between = at === 0 ? '' : sentence.slice(terms[at - 1]!.end, term.start)
    if (divider.test(between)) endRun()
    if (isAsked(term)) endRun()
    else if (!term.isFunctionWord) run.push(term)
    else if (run.length > 0 && connectors.has(sentence.slice(term.start, term.end).toLowerCase())) run.push(term)
    else endRun()
  }
  endRun()
  return spans

  /** What the question already says is no answer to it. */
  function addUnasked(span: AnswerSpan): void {
    const within = terms.filter(({ start, end }) => start < span.end && end > span.start)
    if (!within.some(isAsked)) spans.push(span)
  }

  function endRun(): void {
    while (run.length > 1 && isLoose(run.at(-1)!)) run.pop()
    while (run.length > 1 && isLoose(run[0]!)) run.shift()
    if (run.length > 0) addPhrases(run)
    run = []
  }

  function isLoose({ start, end, isFunctionWord }: PlacedTerm): boolean {
    return isFunctionWord || /^\p{Ll}{2,}(?:ed|ing|ly)$/u.test(sentence.slice(start, end))
  }

  function addPhrases(whole: readonly PlacedTerm[]): void {
    spans.push({ start: whole[0]!.start, end: whole.at(-1)!.end, form: 'phrase' })
    let name: PlacedTerm[] = []
    for (const term of [...whole, null]) {
      const isCapital = term !== null && /^[\p{Lu}\p{Lt}]/u.test(sentence.slice(term.start, term.end))
      if (isCapital || (term?.isFunctionWord && name.length > 0)) {
        name.push(term)
        continue
      }
      while (name.at(-1)?.isFunctionWord) name.pop()
      if (name.length > 0) spans.push({ start: name[0]!.start, end: name.at(-1)!.end, form: 'name' })
      name = []
    }
  }
}

function spanOf(match: RegExpExecArray, form: AnswerSpan['form']): AnswerSpan {
  const text = match[0].replace(/[.,\s]+$/, '')
  return { start: match.index, end: match.index + text.length, form }
}
