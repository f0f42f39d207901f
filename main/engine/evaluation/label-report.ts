export interface LabelScores {
  readonly label: string
  /** Fractions in 0–1; 0 where the denominator is 0. */
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Examples whose true label it is. */
  readonly support: number
}

/** All fractions in 0–1 but `mcc`, which is in −1–1; null without an example. */
export interface LabelReport {
  readonly n: number
  readonly labels: readonly string[]
  readonly accuracy: number | null
  readonly macroPrecision: number | null
  readonly macroRecall: number | null
  /** A label that is only predicted counts too, with F1 0. */
  readonly macroF1: number | null
  /** Over the labels that occur in truth or predictions. */
  readonly macroF1PresentOnly: number | null
  readonly weightedF1: number | null
  readonly microF1: number | null
  /** Mean recall over the labels that occur in the truth. */
  readonly balancedAccuracy: number | null
  /** Matthews correlation, multiclass; 0 when undefined, as scikit-learn has it. */
  readonly mcc: number | null
  readonly perClass: readonly LabelScores[]
  /** Rows are true labels, columns predicted ones, both in the order of `labels`. */
  readonly confusion: readonly (readonly number[])[]
}

/**
 * How well predicted labels agree with true ones. Labels are compared as they are: trim and fold before.
 * @param truth one label for each example.
 * @param predicted as many, in the same order; '' is a label of its own.
 * @param explicitLabels rows of the matrix; by default all that occur, sorted by code point.
 * @see scikit-learn's classification_report with zero_division=0; Gorodkin 2004 for the multiclass correlation.
 */
export function labelReport(
  truth: readonly string[],
  predicted: readonly string[],
  explicitLabels?: readonly string[],
): LabelReport {
  if (truth.length !== predicted.length) throw new RangeError('Each example needs one true and one predicted label.')
  const n = truth.length
  const labels = explicitLabels ?? [...new Set([...truth, ...predicted])].sort(byCodePoint)
  const positions = new Map(labels.map((label, position) => [label, position]))
  const confusion = labels.map(() => new Array<number>(labels.length).fill(0))
  const trueCounts = countsOf(truth)
  const predictedCounts = countsOf(predicted)
  let correct = 0
  for (const [at, label] of truth.entries()) {
    if (label === predicted[at]) correct++
    const row = positions.get(label)
    const column = positions.get(predicted[at]!)
    if (row !== undefined && column !== undefined) confusion[row]![column]!++
  }
  const perClass = labels.map((label, position): LabelScores => {
    const hits = confusion[position]![position]!
    const support = trueCounts.get(label) ?? 0
    const named = predictedCounts.get(label) ?? 0
    return {
      label,
      precision: share(hits, named),
      recall: share(hits, support),
      f1: share(2 * hits, support + named),
      support,
    }
  })
  if (n === 0) return { ...nothingToReport, labels, perClass, confusion }
  const present = perClass.filter(({ label, support }) => support > 0 || predictedCounts.has(label))
  const hits = sum(labels, (_, position) => confusion[position]![position]!)
  const supported = sum(perClass, ({ support }) => support)
  return {
    n,
    labels,
    accuracy: correct / n,
    macroPrecision: mean(perClass, ({ precision }) => precision),
    macroRecall: mean(perClass, ({ recall }) => recall),
    macroF1: mean(perClass, ({ f1 }) => f1),
    macroF1PresentOnly: mean(present, ({ f1 }) => f1),
    weightedF1: share(
      sum(perClass, ({ f1, support }) => f1 * support),
      supported,
    ),
    microF1: share(2 * hits, supported + sum(labels, (label) => predictedCounts.get(label) ?? 0)),
    balancedAccuracy: mean(
      perClass.filter(({ support }) => support > 0),
      ({ recall }) => recall,
    ),
    mcc: matthewsCorrelation(n, correct, trueCounts, predictedCounts),
    perClass,
    confusion,
  }
}

const nothingToReport = {
  n: 0,
  accuracy: null,
  macroPrecision: null,
  macroRecall: null,
  macroF1: null,
  macroF1PresentOnly: null,
  weightedF1: null,
  microF1: null,
  balancedAccuracy: null,
  mcc: null,
}

type Counts = ReadonlyMap<string, number>

function matthewsCorrelation(n: number, correct: number, truth: Counts, predicted: Counts): number {
  const sumOfSquares = (counts: Counts) => sum([...counts.values()], (count) => count * count)
  const byChance = sum([...truth], ([label, count]) => count * (predicted.get(label) ?? 0))
  const spread = (n * n - sumOfSquares(truth)) * (n * n - sumOfSquares(predicted))
  return spread === 0 ? 0 : (correct * n - byChance) / Math.sqrt(spread)
}

function countsOf(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return counts
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function sum<T>(items: readonly T[], of: (item: T, position: number) => number): number {
  return items.reduce((total, item, position) => total + of(item, position), 0)
}

function mean<T>(items: readonly T[], of: (item: T) => number): number {
  return share(sum(items, of), items.length)
}

/** JavaScript's own order is by UTF-16 code units, which puts emoji before U+FB00. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
