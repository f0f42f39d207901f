import { createHash } from 'node:crypto'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { TrainingVersionId } from '../../../shared/domain/ids.ts'
import type { ChatExample } from '../../../shared/domain/training-set.ts'
import type { Store } from '../../ports/store.ts'
import type { TrainingFile } from '../../ports/trainer.ts'

export interface TrainingData {
  readonly training: TrainingFile
  readonly validation: TrainingFile | null
  readonly trainExamples: readonly ChatExample[]
  readonly validationExamples: readonly ChatExample[]
}

/**
 * The files of a version: its train split, and its validation split where it has one. The test split is never sent. The
 * same version always gives the same bytes. Throws AppError NOT_FOUND or INVALID_INPUT.
 */
export function trainingData(versionId: TrainingVersionId, store: Pick<Store, 'training'>): TrainingData {
  const version = store.training.version(versionId)
  if (version === null) {
    throw new AppError('NOT_FOUND', 'The training set is not in this workspace any more. Nothing was sent.', {
      versionId,
    })
  }
  const trainExamples = store.training.examplesOf(versionId, 'train')
  const validationExamples = store.training.examplesOf(versionId, 'validation')
  if (trainExamples.length === 0) {
    throw new AppError(
      'INVALID_INPUT',
      `${version.name} has no training split yet, so there is nothing to train on. Freeze its split, and start again.`,
      { versionId },
    )
  }
  return {
    training: fileOf(trainExamples),
    validation: validationExamples.length === 0 ? null : fileOf(validationExamples),
    trainExamples,
    validationExamples,
  }
}

/** Chat JSONL. The name holds the content's hash: by it an upload is found again. */
function fileOf(examples: readonly ChatExample[]): TrainingFile {
  const text = examples.map(({ messages, extra }) => `${JSON.stringify({ messages, ...extra })}\n`).join('')
  return { name: `rungs-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.jsonl`, text }
}

/** Tokens of one pass, by the text of the messages and some for the form of each. */
export function countExampleTokens(examples: readonly ChatExample[], countTokens: (text: string) => number): number {
  let sum = 0
  for (const { messages } of examples) {
    for (const { content } of messages) {
      sum += formTokens + countTokens(typeof content === 'string' ? content : content ? JSON.stringify(content) : '')
    }
  }
  return sum
}

/** What a chat template adds to each message; OpenAI's adds three or four. */
const formTokens = 4
