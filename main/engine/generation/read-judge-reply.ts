import { type JudgedScore, unreadable } from './judged-score.ts'
import { readReplyObject } from './read-reply-object.ts'

/** Reads the reply to `judge` and `answerRelevance`: a score in 0–1, also written as text, and its reason. */
export function readJudgeReply(text: string): JudgedScore {
  const reply = readReplyObject(text)
  if (reply === null) return unreadable('The judge did not reply in JSON.', text)
  const written = typeof reply.score === 'string' && reply.score.trim() !== '' ? Number(reply.score) : reply.score
  if (typeof written !== 'number' || Number.isNaN(written)) return unreadable('The judge gave no score.', text)
  if (written < 0 || written > 1) return unreadable(`The judge's score ${written} is not between 0 and 1.`, text)
  return { score: written, reason: typeof reply.reason === 'string' ? reply.reason.trim() : '' }
}
