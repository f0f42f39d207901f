import { stemmer } from 'stemmer'

/** A word of a text with its place, and the term by which two texts are compared. */
export interface PlacedTerm {
  readonly term: string
  readonly start: number
  readonly end: number
  /** A word without a subject of its own, such as "the" or "which". */
  readonly isFunctionWord: boolean
}

const functionWords = new Set(
  `a about above after again against all also although am among an and any are as at be because been before being below
  between both but by can cannot could did do does doing down during each either else ever every few for from further
  get gets got had has have having he her here hers herself him himself his how however i if in into is it its itself
  just let like may me might more most much must my myself name no nor not of off on once one only or other our ours out
  over own per rather same shall she should since so some such than that the their theirs them themselves then there
  these they this those through thus to too under until up upon us very was we were what when where whether which while
  who whom whose why will with within without would yet you your yours d ll m re s t ve don isn aren wasn weren doesn
  didn type kind many`.split(/\s+/),
)
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })
const stems = new Map<string, string>()
const rememberedStems = 50_000

/** The words of a text in order: lower case, English suffixes removed, scripts without spaces cut by dictionary. */
export function contentTerms(text: string): PlacedTerm[] {
  const terms: PlacedTerm[] = []
  for (const match of text.matchAll(word)) {
    if (!unspaced.test(match[0])) addTerm(match[0], match.index)
    else
      for (const { segment, index, isWordLike } of segmenter.segment(match[0]))
        if (isWordLike) addTerm(segment, match.index + index)
  }
  return terms

  function addTerm(written: string, start: number): void {
    const lower = written.toLowerCase()
    terms.push({ term: stemOf(lower), start, end: start + written.length, isFunctionWord: functionWords.has(lower) })
  }
}

function stemOf(lower: string): string {
  const known = stems.get(lower)
  if (known !== undefined) return known
  const stem = stemmer(lower)
  if (stems.size >= rememberedStems) stems.clear()
  stems.set(lower, stem)
  return stem
}
