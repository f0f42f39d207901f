import type { TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import type { TrainingPrice } from '../../../shared/domain/training-price.ts'
import type { Clock } from '../../ports/clock.ts'
import type { FileVault } from '../../ports/file-vault.ts'
import type { Log } from '../../ports/log.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Store } from '../../ports/store.ts'
import type { ResultFile, Trainers } from '../../ports/trainer.ts'

/** The journal of what training costs, as this domain needs it. */
export interface TrainingLedger {
  begin(
    expense: { fineTuneJobId: string; lane: string; model: string; estimateUsd: number | null; capUsd: number | null },
    keep: (callNumber: number) => void,
    signal: AbortSignal,
  ): Promise<void>
  release(entry: BookedTraining): void
  confirm(entry: BookedTraining, trainedTokens: number | null, costUsd: number | null): void
}

interface BookedTraining {
  callNumber: number
  fineTuneJobId: string
  estimateUsd: number | null
  sentAt: string
}

export interface FineTuningPorts {
  readonly store: Pick<Store, 'fineTunes' | 'training' | 'settings' | 'readOnly' | 'transaction'>
  readonly vault: FileVault
  readonly clock: Clock
  readonly newId: NewId
  readonly secrets: Pick<Secrets, 'list'>
  readonly trainers: Trainers
  readonly log: Log
  /** Uniform in [0, 1): spreads tries over time. */
  readonly random: () => number
  readonly spending: TrainingLedger
  readonly trainingPriceOf: (model: string, trainer: TrainerSettings) => TrainingPrice | null
  /** Reads a file that a training left; empty when it holds no curve. */
  readonly readCurve: (file: ResultFile) => readonly TrainingPoint[]
  /** Tokens of a text in o200k_base; loaded when first needed. */
  readonly loadTokenCounter: () => Promise<(text: string) => number>
}
