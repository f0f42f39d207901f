import type { CurveFlag, CurveFlags, StoppingAdvice, TrainingPoint } from './training-curve.ts'

interface Measured {
  readonly step: number
  readonly loss: number
}

/** Below these nothing is said. */
const neededTraining = 10
const neededValidation = 3
/** A rise of validation loss that is less than this share of the lowest is noise. */
const riseShare = 0.03
/** Training still falls when the last fifth of its points takes more than this share of the whole fall. */
const fallShare = 0.08
/** Training loss that grows to this many times its lowest has diverged, NaN or not. */
const divergedTimes = 1.5
const patience = 2
/** Of a longer curve, divergence is looked for in so many points of it, evenly drawn: medians of windows need no more. */
const mostForMedians = 2000

/**
 * What a curve shows: divergence (NaN, infinity, or training loss 1.5 times its lowest), overfitting (validation loss at
 * least 3 % above its lowest for two measurements or more while training loss fell), not converged (training loss falls over
 * its last fifth by more than 8 % of its whole fall, and by more than two standard errors of the trend). After a divergence
 * nothing else is said. Points in any order; of several at one step the last counts.
 */
export function readCurve(points: readonly TrainingPoint[]): CurveFlags {
  const ordered = [...new Map(points.map((point) => [point.step, point])).values()].sort((a, b) => a.step - b.step)
  const allTraining = finite(ordered, 'trainLoss')
  const allValidation = finite(ordered, 'validLoss')
  const divergence = findDivergence(ordered, allTraining, allValidation)
  const until = divergence?.step ?? Number.POSITIVE_INFINITY
  const usable = allValidation.filter(({ step }) => step < until)
  const best = lowest(usable)
  const bestValidation = best ?? null
  const lastValidation = allValidation.at(-1) ?? null
  if (divergence) {
    const keepStep = best?.step ?? divergence.lastGoodStep
    const stopping = keepStep === null ? null : { keepStep, stopStep: divergence.step }
    return { flags: [divergence], bestValidation, lastValidation, stopping }
  }
  const flags: CurveFlag[] = []
  const overfitting = findOverfitting(allTraining, usable)
  if (overfitting) flags.push(overfitting)
  else if (allTraining.length >= neededTraining) {
    const notConverged = findFall(allTraining)
    if (notConverged) flags.push(notConverged)
  }
  if (allTraining.length < neededTraining) {
    flags.push({ kind: 'tooFewPoints', of: 'training', points: allTraining.length, needed: neededTraining })
  }
  if (usable.length === 0) flags.push({ kind: 'noValidation' })
  else if (usable.length < neededValidation) {
    flags.push({ kind: 'tooFewPoints', of: 'validation', points: usable.length, needed: neededValidation })
  }
  return {
    flags,
    bestValidation,
    lastValidation,
    stopping: overfitting ? adviceFor(usable, overfitting.sinceStep) : null,
  }
}

function finite(points: readonly TrainingPoint[], name: 'trainLoss' | 'validLoss'): Measured[] {
  return points.flatMap((point) => {
    const loss = point[name]
    return loss === null || !Number.isFinite(loss) ? [] : [{ step: point.step, loss }]
  })
}

function lowest(measured: readonly Measured[]): Measured | undefined {
  return measured.reduce<Measured | undefined>((best, at) => (best && best.loss <= at.loss ? best : at), undefined)
}

function findDivergence(
  points: readonly TrainingPoint[],
  training: readonly Measured[],
  validation: readonly Measured[],
): Extract<CurveFlag, { kind: 'divergence' }> | null {
  const broken = points.find(({ notFinite }) => (notFinite?.length ?? 0) > 0)
  if (broken) {
    const before = (measured: readonly Measured[]) => lowest(measured.filter(({ step }) => step < broken.step))
    const good = before(validation) ?? before(training)
    return { kind: 'divergence', step: broken.step, reason: 'notFinite', lastGoodStep: good?.step ?? null }
  }
  if (training.length < neededTraining) return null
  // Medians of windows: one bad batch is no divergence.
  const drawn = evenly(training, mostForMedians)
  const size = tailLength(drawn.length)
  const losses = Float64Array.from(drawn, ({ loss }) => loss)
  const smooth = drawn.slice(size - 1).map(({ step }, index) => ({
    step,
    loss: median(losses.slice(index, index + size)),
  }))
  const low = lowest(smooth)!
  const last = smooth.at(-1)!
  if (last.loss <= 0 || last.loss < low.loss * divergedTimes || last.loss < 0.1) return null
  // Near zero a loss trebles by noise: the rise must also undo a part of the fall.
  if (last.loss - low.loss < 0.25 * Math.abs(smooth[0]!.loss - low.loss)) return null
  const good = lowest(validation.filter(({ step }) => step <= low.step)) ?? low
  const rises = smooth.find(({ step, loss }) => step > low.step && loss > low.loss)!
  return { kind: 'divergence', step: rises.step, reason: 'rise', lastGoodStep: good.step }
}

function findOverfitting(
  training: readonly Measured[],
  validation: readonly Measured[],
): Extract<CurveFlag, { kind: 'overfitting' }> | null {
  if (validation.length < neededValidation) return null
  const low = lowest(validation)!
  const since = validation.filter(({ step }) => step > low.step)
  const last = since.at(-1)
  if (!last || since.length < patience) return null
  const limit = low.loss + riseShare * Math.abs(low.loss)
  if (since.slice(-patience).some(({ loss }) => loss < limit)) return null
  const around = training.filter(({ step }) => step <= low.step).slice(-5)
  const after = training.filter(({ step }) => step > low.step).slice(-5)
  if (around.length === 0 || after.length === 0 || mean(after) >= mean(around)) return null
  return {
    kind: 'overfitting',
    sinceStep: low.step,
    fromLoss: low.loss,
    toLoss: last.loss,
    evaluations: since.length,
  }
}

function findFall(training: readonly Measured[]): Extract<CurveFlag, { kind: 'notConverged' }> | null {
  const tail = training.slice(-tailLength(training.length))
  const { slope, standardError } = trend(tail)
  const [first, last] = [tail[0]!, tail.at(-1)!]
  const fall = -slope * (last.step - first.step)
  const whole = mean(training.slice(0, 3)) - mean(tail.slice(-3))
  if (whole <= 0 || fall < fallShare * whole || -slope < 2 * standardError) return null
  return { kind: 'notConverged', fall, fromStep: first.step, toStep: last.step }
}

function adviceFor(validation: readonly Measured[], keepStep: number): StoppingAdvice {
  let low = Number.POSITIVE_INFINITY
  let without = 0
  for (const { step, loss } of validation) {
    without = loss < low ? 0 : without + 1
    low = Math.min(low, loss)
    if (step > keepStep && without >= patience) return { keepStep, stopStep: step }
  }
  return { keepStep, stopStep: null }
}

/** How many points the last stretch has: a fifth, five at least. */
function tailLength(points: number): number {
  return Math.max(5, Math.floor(points / 5))
}

/** Least squares, per step. */
function trend(points: readonly Measured[]): { slope: number; standardError: number } {
  const n = points.length
  const middle = points.reduce((sum, { step }) => sum + step, 0) / n
  const level = mean(points)
  let spread = 0
  let joint = 0
  for (const { step, loss } of points) {
    spread += (step - middle) ** 2
    joint += (step - middle) * (loss - level)
  }
  if (spread === 0 || n < 3) return { slope: 0, standardError: 0 }
  const slope = joint / spread
  const rest = points.reduce((sum, { step, loss }) => sum + (loss - level - slope * (step - middle)) ** 2, 0)
  return { slope, standardError: Math.sqrt(rest / (n - 2) / spread) }
}

function mean(points: readonly Measured[]): number {
  return points.reduce((sum, { loss }) => sum + loss, 0) / points.length
}

/** At most so many, the last always among them. */
function evenly(points: readonly Measured[], most: number): readonly Measured[] {
  const stride = Math.ceil(points.length / most)
  return stride <= 1 ? points : points.filter((_, index) => (points.length - 1 - index) % stride === 0)
}

function median(values: Float64Array): number {
  const sorted = values.toSorted()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
