import type { RunRow } from './run-row.ts'
import type { AnswerColumns } from './use-answer-columns.ts'
import type { LiveJobs } from './use-live-jobs.tsx'
import type { PartialFigures } from './use-partial-figures.ts'
import type { RunFigures } from './use-run-figures.ts'
import type { WhiskerAxis } from './whisker-axis.ts'

export type EditableColumn = 'name' | 'tags' | 'notes'

/** What columns need besides the run; the figures alone change often. */
export interface RunColumnContext {
  baseline: RunRow | null
  figures: RunFigures
  partial: PartialFigures
  whisker: WhiskerAxis
  answers: AnswerColumns
  jobs: LiveJobs
  editing: { runId: string; column: EditableColumn } | null
  onSave: (run: RunRow, column: EditableColumn, text: string) => void
  onEditDone: (byKey: boolean) => void
  onMenu: (run: RunRow, anchor: Element) => void
}
