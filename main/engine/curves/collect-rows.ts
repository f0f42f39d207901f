import type { ParsedCurve } from './parsed-curve.ts'
import { PointCollector } from './point-collector.ts'

/** One report of the Hugging Face Trainer: its metrics by name, null = NaN or infinite. */
export type TrainerRow = ReadonlyMap<string, number | null>

/** Of an evaluation, but no measure of the model. */
const bookkeeping = /^eval_(runtime|samples_per_second|steps_per_second|model_preparation_time)$/

/** Whether a row tells something of a training. */
export function isTrainerRow(row: TrainerRow): boolean {
  return row.has('loss') || row.has('eval_loss') || isFinalRow(row)
}

/** The row after the training: its `train_loss` is the mean over all steps, no point of the curve. */
export function isFinalRow(row: TrainerRow): boolean {
  return row.has('train_loss') && row.has('train_runtime')
}

/**
 * @param rows each with the step that it belongs to, in the order of the file
 * @param xAxis what the series are drawn over
 */
export function collectRows(
  rows: readonly { readonly row: TrainerRow; readonly step: number }[],
  xAxis: 'step' | 'epoch',
): Pick<ParsedCurve, 'series' | 'points' | 'final'> {
  const series = new Map<string, [number, number | null][]>([
    ['train_loss', []],
    ['eval_loss', []],
  ])
  const add = (name: string, x: number, value: number | null) => {
    const values = series.get(name)
    if (values) values.push([x, value])
    else series.set(name, [[x, value]])
  }
  const collector = new PointCollector()
  let final: ParsedCurve['final'] = null
  for (const { row, step } of rows) {
    const epoch = row.get('epoch') ?? null
    if (isFinalRow(row)) {
      final = {
        step: row.get('step') ?? null,
        trainLossMean: row.get('train_loss') ?? null,
        runtimeSeconds: row.get('train_runtime') ?? null,
      }
      continue
    }
    const x = xAxis === 'step' ? step : epoch
    const isTraining = row.has('loss')
    for (const [name, value] of row) {
      if (name === 'step' || name === 'epoch' || bookkeeping.test(name)) continue
      if (!isTraining && !name.startsWith('eval_')) continue
      const key = name === 'loss' ? 'train_loss' : name
      if (x !== null) add(key, x, value)
    }
    if (isTraining && epoch !== null) add('epoch_of_step', step, epoch)
    if (row.has('loss')) collector.put(step, 'trainLoss', row.get('loss')!, epoch)
    const accuracy = row.get('mean_token_accuracy')
    if (isTraining && accuracy !== undefined) collector.put(step, 'trainAccuracy', accuracy, epoch)
    if (row.has('eval_loss')) collector.put(step, 'validLoss', row.get('eval_loss')!, epoch)
    const validAccuracy = row.get('eval_mean_token_accuracy') ?? row.get('eval_accuracy')
    if (validAccuracy !== undefined) collector.put(step, 'validAccuracy', validAccuracy, epoch)
  }
  return { series: Object.fromEntries(series), points: collector.points(), final }
}
