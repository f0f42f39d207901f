import type { Answer, Triage } from '../../../../shared/domain/answer.ts'
import type { ExportedMetric } from '../../../../shared/domain/comparison.ts'
import type { LatencyStage } from '../../../../shared/domain/metric.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import type { RankedDocument } from '../runs/ranked-document.ts'

/** One example of a run as a result file states it. */
export interface StatedExample {
  readonly queryId: string
  /** By measure; null where the file says that there is none. */
  readonly scores: Readonly<Record<string, number | null>>
  readonly latencyMs: Readonly<Partial<Record<LatencyStage, number | null>>>
  readonly triage: Triage | null
  readonly answers: readonly Answer[]
  /** Best first; null where the file does not say. */
  readonly retrieved: readonly RankedDocument[] | null
}

/** A run as a file of results states it: figures of the whole, single examples, or both. Nothing of it is scored anew. */
export interface StatedResult {
  /** What the run is called in its file. */
  readonly statedId: string
  readonly name: string
  /** Null where the file does not say. */
  readonly evalSetName: string | null
  readonly split: string | null
  readonly recipe: Recipe | null
  /** The run of the file that differences are taken to. */
  readonly baseline: string | null
  readonly figures: readonly ExportedMetric[]
  readonly examples: readonly StatedExample[]
  readonly tags: readonly string[]
  readonly notes: string
  /** Rows of the file that it was read from, with the example of each. */
  readonly rows: readonly { readonly row: number; readonly queryId: string | null }[]
}
