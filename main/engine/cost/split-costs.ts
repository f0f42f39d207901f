import type { CostStage, LedgerLine } from '../../../shared/domain/ledger.ts'

/** US dollars; each null when the price of a part of it is not known. */
export interface CostSplit {
  /** Paid once, before anybody asks. */
  readonly setupUsd: number | null
  /** Paid for each query. */
  readonly runningUsd: number | null
  /** Paid to measure, not to serve. */
  readonly measuringUsd: number | null
}

const setup: readonly CostStage[] = ['training', 'embedding', 'storage']
const running: readonly CostStage[] = ['rerank', 'generation']
const measuring: readonly CostStage[] = ['judge']

/** What the calls of a run cost by what they are for, whoever paid. */
export function splitCosts(lines: readonly LedgerLine[]): CostSplit {
  const sum = (stages: readonly CostStage[]) =>
    lines
      .filter(({ stage }) => stages.includes(stage))
      .reduce<number | null>((total, { costUsd }) => (total === null || costUsd === null ? null : total + costUsd), 0)
  return { setupUsd: sum(setup), runningUsd: sum(running), measuringUsd: sum(measuring) }
}
