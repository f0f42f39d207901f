import { isLocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { TrainerFailure } from '../../ports/trainer.ts'

const closedWords =
  /deprecat|no longer (?:available|supported|accept)|not (?:available|supported|allowed).*fine-?tun|fine-?tun\w* .*(?:not (?:available|supported|allowed)|closed|discontinued|disabled)|self-serve/i

/** What can be done instead of a job that was not taken, most useful first. */
export function refusalAdvice(
  failure: Pick<TrainerFailure, 'kind' | 'status' | 'words'>,
  trainer: TrainerSettings,
): string[] {
  if (isLocalTrainer(trainer)) return ['Correct the folder or the program and send it again.']
  const { kind, status, words } = failure
  const elsewhere = [
    'Train the same data at another provider: choose Together, or a server with the fine_tuning API.',
    'Export it for Axolotl or Unsloth and train it on a GPU of yours: that needs nobody’s permission.',
  ]
  const keep = 'Nothing was charged; the data, its split and the preflight are kept for the next try.'
  if (closedWords.test(words)) {
    const closed =
      trainer.kind === 'openai'
        ? 'OpenAI closes its fine-tuning step by step: organisations without recent use are refused already, and from 2027-01-06 everybody is. A new key does not help.'
        : 'The platform does not take this job any more.'
    return [closed, ...elsewhere, keep]
  }
  if (kind === 'noQuota') return ['Add credit to the account and send it again.', ...elsewhere, keep]
  if (kind === 'keyRefused') {
    return [
      `Set a key ${trainer.secretName === null ? '' : `in ${trainer.secretName} `}that may create fine-tune jobs, and send it again.`,
      ...elsewhere,
      keep,
    ]
  }
  if (kind === 'rateLimited') return ['Wait, or cancel another job there, and send it again.', ...elsewhere, keep]
  if (status === null) return ['Check the address and the network, and send it again.', keep]
  return ['Correct what the provider names, and send it again.', ...elsewhere, keep]
}
