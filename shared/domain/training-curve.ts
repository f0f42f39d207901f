import { z } from 'zod'

/** What was measured at one step of a training. Null = not measured there, or not a number. */
export const TrainingPoint = z.object({
  step: z.int().nonnegative(),
  epoch: z.number().nullable(),
  trainLoss: z.number().nullable(),
  /** Share of tokens, 0–1. */
  trainAccuracy: z.number().nullable(),
  validLoss: z.number().nullable(),
  validAccuracy: z.number().nullable(),
  /** Which losses were measured here and came out as NaN or infinite; they are null above. */
  notFinite: z.array(z.enum(['trainLoss', 'validLoss'])).optional(),
})
export type TrainingPoint = z.infer<typeof TrainingPoint>

interface Divergence {
  readonly kind: 'divergence'
  /** The first step with NaN or infinity, else the one where the rise began. */
  readonly step: number
  readonly reason: 'notFinite' | 'rise'
  /** The last step before it that can be trusted: where the loss was lowest; null when there is none. */
  readonly lastGoodStep: number | null
}

interface Overfitting {
  readonly kind: 'overfitting'
  /** Where validation loss was lowest: it rises from here. */
  readonly sinceStep: number
  readonly fromLoss: number
  readonly toLoss: number
  /** Measurements since. */
  readonly evaluations: number
}

interface NotConverged {
  readonly kind: 'notConverged'
  /** How much training loss fell over the last fifth of its points, by their trend; positive. */
  readonly fall: number
  readonly fromStep: number
  readonly toStep: number
}

interface TooFewPoints {
  readonly kind: 'tooFewPoints'
  readonly of: 'training' | 'validation'
  readonly points: number
  readonly needed: number
}

/** What a curve shows, or cannot show. */
export type CurveFlag = Divergence | Overfitting | NotConverged | TooFewPoints | { readonly kind: 'noValidation' }

export interface StoppingAdvice {
  /** The model of this step is the one to keep. */
  readonly keepStep: number
  /** Where a run that stops after two measurements without improvement would have stopped; null when it would not have. */
  readonly stopStep: number | null
}

/** The reading of a curve. */
export interface CurveFlags {
  readonly flags: readonly CurveFlag[]
  /** Lowest validation loss that can be trusted, the first if tied. */
  readonly bestValidation: { readonly step: number; readonly loss: number } | null
  readonly lastValidation: { readonly step: number; readonly loss: number } | null
  /** Null when nothing speaks for stopping earlier. */
  readonly stopping: StoppingAdvice | null
}
