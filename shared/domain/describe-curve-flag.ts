import type { CurveFlag, CurveFlags } from './training-curve.ts'

const loss = (value: number) => value.toFixed(3)
const step = (value: number) => value.toLocaleString('en-US')

/** Flags that ask for something to be done, in a few words, for lists. */
export const curveWarnings = {
  divergence: 'diverged',
  overfitting: 'overfitting',
  notConverged: 'not converged',
} as const satisfies Partial<Record<CurveFlag['kind'], string>>

/** What was seen and what follows from it. */
export function describeCurveFlag(flag: CurveFlag): string {
  switch (flag.kind) {
    case 'divergence': {
      const how = flag.reason === 'notFinite' ? 'loss is no number any more' : 'training loss rises and stays up'
      const rest = flag.lastGoodStep === null ? '' : ` Use nothing after step ${step(flag.lastGoodStep)};`
      return `Diverged at step ${step(flag.step)}: ${how}.${rest} try a lower learning rate.`.replace('. try', '. Try')
    }
    case 'overfitting':
      return `Overfitting since step ${step(flag.sinceStep)}: validation loss rose from ${loss(flag.fromLoss)} to ${loss(flag.toLoss)} over ${flag.evaluations} measurements while training loss fell.`
    case 'notConverged':
      return `Not converged: training loss still fell by ${loss(flag.fall)} from step ${step(flag.fromStep)} to ${step(flag.toStep)}. More epochs may help.`
    case 'tooFewPoints':
      return flag.of === 'training'
        ? `Too few points to say whether it converged: ${flag.points} of training loss, ${flag.needed} are needed.`
        : `Too few points to say whether it overfits: ${flag.points} of validation loss, ${flag.needed} are needed.`
    case 'noValidation':
      return 'No validation loss was measured, so nothing can be said about overfitting.'
  }
}

/** When to stop; null when nothing speaks for it. */
export function describeStopping({ stopping }: Pick<CurveFlags, 'stopping'>): string | null {
  if (!stopping) return null
  const when =
    stopping.stopStep === null ? '' : ` Stopping early would have ended it at step ${step(stopping.stopStep)}.`
  return `Keep the model of step ${step(stopping.keepStep)}, or of the last checkpoint before it.${when}`
}
