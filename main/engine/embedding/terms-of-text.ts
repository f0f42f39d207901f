import { stemmer } from 'stemmer'
import { stopWords } from './stop-words.ts'

const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const accents = /[\u0300-\u036f]+/g
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const wordSegmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** Longer runs are data (keys, encoded files), and Thai or Chinese text is cut into words long before. */
const longestTerm = 64

/** Stems, and '' for stop words, of folded words seen before; emptied when full. */
const termOfWord = new Map<string, string>()
const rememberedWords = 50_000

/**
 * The index terms of a text, in order and with repetitions: words in lower case without accents (NFKD, so that
 * full-width and ligature forms agree too), no stop words, English suffixes removed.
 * Scripts that put no spaces between words are cut by the dictionary of Unicode's word segmentation.
 * @see Porter 1980, An algorithm for suffix stripping.
 */
export function termsOfText(text: string): string[] {
  const terms: string[] = []
  for (const [run] of folded(text).matchAll(word)) {
    if (!unspaced.test(run)) addTerm(run)
    else for (const { segment, isWordLike } of wordSegmenter.segment(run)) if (isWordLike) addTerm(segment)
  }
  return terms

  function addTerm(foldedWord: string): void {
    if (foldedWord.length > longestTerm) return
    const term = termOfWord.get(foldedWord) ?? rememberTerm(foldedWord)
    if (term !== '') terms.push(term)
  }
}

/** Recomposed at the end, because NFKD also takes Hangul syllables apart, which are no accents. */
function folded(text: string): string {
  const lower = text.toLowerCase()
  return /^[\0-\x7f]*$/.test(lower)
    ? lower
    : lower.normalize('NFKD').replace(accents, '').normalize('NFC').toLowerCase()
}

function rememberTerm(foldedWord: string): string {
  // A copy: a slice, and a stem that is a slice of it, would keep the whole text in memory.
  const ownWord = ` ${foldedWord}`.slice(1)
  const term = stopWords.has(ownWord) ? '' : stemmer(ownWord)
  if (termOfWord.size >= rememberedWords) termOfWord.clear()
  termOfWord.set(ownWord, term)
  return term
}
