import type { TokenUsage } from '../../shared/domain/answer.ts'
import type { JobId, RunId } from '../../shared/domain/ids.ts'
import type { CostStage, LedgerEntry, LedgerLine } from '../../shared/domain/ledger.ts'
import type { SpendingLine } from '../../shared/domain/month-spending.ts'

/** What a call is for: the place of its answer in a run. One call answers each. */
export interface CallUse {
  readonly runId: RunId
  readonly stage: CostStage
  /** Empty for what serves all examples, such as embedding the corpus. */
  readonly queryId: string
  readonly repetition: number
  /** Tells several calls for one example and stage apart, e.g. the measure of a judge. */
  readonly part: string
}

export interface NewCall {
  /** SHA-256 (hex) of model and full request; with the run and repetition in it where the cache must not serve. */
  readonly requestHash: string
  readonly lane: string
  readonly model: string
  readonly use: CallUse
  readonly jobId: JobId
  /** Worst case in US dollars; null when the price is not known. */
  readonly reservedUsd: number | null
  readonly sentAt: string
}

/** A call that was answered. */
export interface AnsweredCall {
  readonly callNumber: number
  /** As the adapter read it; JSON. */
  readonly reply: unknown
  readonly usage: TokenUsage | null
  readonly costUsd: number | null
  readonly latencyMs: number
}

/** A call as it is found again. */
export interface FoundCall extends AnsweredCall {
  /** The place that it was made and paid for. */
  readonly use: CallUse
}

/** What was spent, with what is on its way and unconfirmed at its worst case. */
export interface Spending {
  readonly confirmedUsd: number
  readonly unconfirmedUsd: number
  readonly sendingUsd: number
}

/**
 * The journal of everything that is paid for. A call is written down before it is sent and settled when its answer is
 * stored, in one step with it.
 */
export interface CallStore {
  /** The answered call with this hash, if there is one. */
  findAnswered(requestHash: string): FoundCall | null
  /** Books the call as on its way. @returns its number. */
  begin(call: NewCall): number
  /** Stores the answer, confirms the cost and the use in one step. */
  confirm(callNumber: number, answer: Omit<AnsweredCall, 'callNumber'>, at: string): void
  /** No answer came, and it may have been charged. */
  leaveUnconfirmed(callNumber: number, at: string): void
  /** Nothing was charged. */
  release(callNumber: number, at: string): void
  /** A run takes an answer that was paid for before. Does nothing when the use is booked already. */
  addCachedUse(use: CallUse, callNumber: number, at: string): void
  /** The calls with numbers from `first` to `last`. */
  numbered(first: number, last: number): Pick<NewCall & AnsweredCall, 'callNumber' | 'requestHash' | 'reservedUsd'>[]
  /** Calls that a process that is gone left on their way become unconfirmed. @returns how many. */
  leaveAllSendingUnconfirmed(at: string): number

  spendingOfRun(runId: RunId): Spending
  spendingOfJob(jobId: JobId): Spending
  /** Calls sent in [from, to). */
  spendingBetween(from: string, to: string): Spending
  /** The confirmed and unconfirmed calls sent in [from, to), by stage and model in the order of the pipeline. */
  spendingLinesBetween(from: string, to: string): SpendingLine[]
  ledger(runId: RunId): LedgerLine[]
  entries(runId: RunId, offset: number, limit: number): LedgerEntry[]
}
