const asciiPunctuation = /[!-/:-@[-`{-~]/g
/** `\b` of Python, which knows letters beyond ASCII; that of JavaScript does not. */
const articles = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu
/** White space as Python's `str.split` has it: JavaScript's `\s` lacks U+0085 and U+001C–1F, and has U+FEFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts these control characters as white space.
const whiteSpace = /[\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u

/**
 * The words by which SQuAD v1.1 compares answers: lower case, no ASCII punctuation, no English articles, in that order,
 * so that "the-end" becomes the one word "theend".
 * @see Rajpurkar et al. 2016; `normalize_answer` of evaluate-v1.1.py.
 */
export function normalizedAnswerWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(asciiPunctuation, '')
    .replace(articles, ' ')
    .split(whiteSpace)
    .filter((word) => word !== '')
}
