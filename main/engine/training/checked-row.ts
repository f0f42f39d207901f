import type { TrainingSplit } from '../../../shared/domain/training-set.ts'
import type { PlacedExample } from '../../ports/training-store.ts'
import { exampleTexts, normalisedText } from './example-texts.ts'

/** A row with what the checks compare. */
export interface CheckedRow {
  readonly exampleId: string
  readonly split: TrainingSplit | null
  readonly example: PlacedExample
  /** The same for exact copies. */
  readonly content: string
  /** Normalised. */
  readonly system: string
  /** Normalised; the text before the last answer, without system messages. */
  readonly input: string
  /** The last answer, as it is but for white space at its ends. */
  readonly target: string
}

/** A question that must not be trained on, and where it stands. */
export interface ReferenceText {
  /** Normalised. */
  readonly text: string
  readonly where: string
}

export function checkedRow(example: PlacedExample): CheckedRow {
  const texts = exampleTexts(example)
  return {
    exampleId: example.exampleId,
    split: example.split,
    example,
    content: example.exampleId.replace(/#\d+$/, ''),
    system: normalisedText(texts.system),
    input: normalisedText(texts.input),
    target: texts.target.trim(),
  }
}
