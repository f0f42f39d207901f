import { AppError } from '../../../shared/domain/app-error.ts'
import { collectRows, isTrainerRow, type TrainerRow } from './collect-rows.ts'
import type { ParsedCurve } from './parsed-curve.ts'
import { readFigure } from './read-figure.ts'
import { replaceBareNumbers } from './replace-bare-numbers.ts'

/**
 * A Hugging Face `trainer_state.json`, also with the bare NaN that Python writes. Throws AppError UNREADABLE_FILE when it is
 * no JSON or has no `log_history`.
 */
export function readTrainerState(text: string, fileName: string): ParsedCurve {
  const json = parse(text, fileName)
  const history = isRecord(json) ? json.log_history : undefined
  if (!isRecord(json) || !Array.isArray(history)) {
    throw new AppError(
      'UNREADABLE_FILE',
      `${fileName} has no log_history, so it is no trainer_state.json. Nothing was read.`,
      { problem: 'no_log_history' },
    )
  }
  const rows = history.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return []
    const row = readRow(entry)
    const step = row.get('step')
    return isTrainerRow(row) && typeof step === 'number' ? [{ row, step }] : []
  })
  const { best_global_step, best_metric } = json
  const collected = collectRows(rows, 'step')
  return {
    format: 'trainerState',
    xAxis: 'step',
    ...collected,
    best:
      typeof best_global_step === 'number' && typeof best_metric === 'number'
        ? { step: best_global_step, metric: best_metric }
        : null,
    incompleteRows: 0,
    skippedLines: [],
    warnings: [
      ...(collected.points.length === 0 ? [`${fileName} has no steps yet.`] : []),
      ...(collected.points.length > 0 && collected.points.every(({ validLoss }) => validLoss === null)
        ? [`${fileName} has no evaluation: overfitting cannot be judged.`]
        : []),
    ],
  }
}

function parse(text: string, fileName: string): unknown {
  try {
    return JSON.parse(replaceBareNumbers(text.replace(/^\uFEFF/, '')))
  } catch {
    throw new AppError(
      'UNREADABLE_FILE',
      `${fileName} is no whole JSON file. Nothing was read; if it is being written just now, try again.`,
      { problem: 'not_json' },
    )
  }
}

function readRow(entry: Record<string, unknown>): TrainerRow {
  const row = new Map<string, number | null>()
  for (const [name, value] of Object.entries(entry)) {
    // Bare NaN became null; newer versions write numbers as strings.
    const figure = value === null ? null : readFigure(String(value))
    if (figure !== undefined && (value === null || typeof value !== 'boolean')) row.set(name, figure)
  }
  return row
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
