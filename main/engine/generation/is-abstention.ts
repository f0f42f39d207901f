import { answerWithoutCitations } from './answer-without-citations.ts'

/** Words that may stand around the agreed one: "The answer was not found in the sources." */
const courtesies = new Set(
  'answer the a an is are was were be been could can it this that information in of any given provided sources source context documents text sorry i im'.split(
    ' ',
  ),
)

/**
 * Whether an answer says that nothing was found: the agreed words alone, whatever their case, punctuation and citations,
 * or with nothing around them that says more. "Gold was not found" is an answer.
 * @param notFound the agreed words; '' = abstaining is not offered, so nothing is an abstention.
 */
export function isAbstention(text: string, notFound: string): boolean {
  const agreed = wordsOf(notFound)
  const said = wordsOf(answerWithoutCitations(text))
  if (agreed.length === 0) return false
  for (let at = 0; at + agreed.length <= said.length; at++) {
    if (!agreed.every((word, offset) => said[at + offset] === word)) continue
    const around = [...said.slice(0, at), ...said.slice(at + agreed.length)]
    return around.every((word) => courtesies.has(word))
  }
  return false
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  )
}
