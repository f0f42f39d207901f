import { collectRows, isFinalRow, isTrainerRow, type TrainerRow } from './collect-rows.ts'
import type { ParsedCurve } from './parsed-curve.ts'
import { readLogRow } from './read-log-row.ts'

interface LoggedRow {
  readonly row: TrainerRow
  /** Count of the progress bar that was shown last before it. */
  readonly progress: number | null
}

const progressBar = /\|\s*(\d+)\/(\d+)\s*\[/g

/**
 * What a training printed: lines with a Python dict or JSON among others. Steps are the row's own, else those of the progress
 * bar before it, else spread by `logging_steps` or the total that the log tells, else counted row by row; an evaluation
 * belongs to the last training row before it.
 */
export function readTrainerLog(text: string, fileName: string): ParsedCurve {
  const rows: LoggedRow[] = []
  const skippedLines: number[] = []
  let progress: number | null = null
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n/)
    .forEach((line, index) => {
      // A progress bar returns the carriage: what it wrote before is not on the screen any more, but it tells the step.
      for (const piece of line.split('\r')) {
        for (const found of piece.matchAll(progressBar)) progress = Number(found[1])
        const opening = piece.indexOf('{')
        if (opening < 0) continue
        const row = readLogRow(piece.slice(opening))
        if (row && isTrainerRow(row)) rows.push({ row, progress })
        else if (!row && /['"](eval_)?loss['"]\s*:/.test(piece)) skippedLines.push(index + 1)
      }
    })
  const { steps, isCounted } = stepsOf(rows, text)
  const xAxis = rows.some(({ row }) => row.has('step')) || rows.every(({ row }) => !row.has('epoch')) ? 'step' : 'epoch'
  const collected = collectRows(
    rows.map(({ row }, index) => ({ row, step: steps[index]! })),
    xAxis,
  )
  return {
    format: 'log',
    xAxis,
    ...collected,
    best: null,
    incompleteRows: 0,
    skippedLines,
    warnings: [
      ...(rows.length === 0 ? [`${fileName} has no steps yet.`] : []),
      ...(/out ?of ?memory/i.test(text) ? [`${fileName} says that the training ran out of memory.`] : []),
      ...(isCounted ? [`${fileName} tells no steps: its rows are counted instead.`] : []),
      ...(skippedLines.length > 0
        ? [
            `${fileName}: ${skippedLines.length === 1 ? 'one line' : `${skippedLines.length} lines`} that hold more than plain numbers left out, the first is line ${skippedLines[0]}.`,
          ]
        : []),
    ],
  }
}

function stepsOf(rows: readonly LoggedRow[], text: string): { steps: number[]; isCounted: boolean } {
  const training = rows.filter(({ row }) => row.has('loss') && !isFinalRow(row))
  const stepsApart = Number(/logging_steps\D{0,4}(\d+)/.exec(text)?.[1] ?? Number.NaN)
  const hasProgress = training.length > 0 && training.every(({ progress }) => progress !== null)
  const isCounted = !hasProgress && !(stepsApart > 0) && training.some(({ row }) => !row.has('step'))
  let seen = 0
  let last = 0
  const steps = rows.map(({ row, progress }) => {
    if (row.has('loss') && !isFinalRow(row)) {
      seen += 1
      last = row.get('step') ?? (hasProgress ? progress! : stepsApart > 0 ? seen * stepsApart : seen)
    }
    return row.get('step') ?? last
  })
  return { steps, isCounted }
}
