import type { LedgerLine } from '../../../shared/domain/ledger.ts'

/** All lines together; a sum of money with a part that nobody knows is not known. */
export function sumLedger(lines: readonly LedgerLine[]): Omit<LedgerLine, 'stage' | 'model'> {
  const sum = (valueOf: (line: LedgerLine) => number) => lines.reduce((total, line) => total + valueOf(line), 0)
  const known = (valueOf: (line: LedgerLine) => number | null) =>
    lines.some((line) => valueOf(line) === null) ? null : sum((line) => valueOf(line)!)
  return {
    calls: sum(({ calls }) => calls),
    cachedCalls: sum(({ cachedCalls }) => cachedCalls),
    unconfirmedCalls: sum(({ unconfirmedCalls }) => unconfirmedCalls),
    usage: {
      inputTokens: sum(({ usage }) => usage.inputTokens),
      cachedInputTokens: sum(({ usage }) => usage.cachedInputTokens),
      outputTokens: sum(({ usage }) => usage.outputTokens),
    },
    costUsd: known(({ costUsd }) => costUsd),
    spentUsd: known(({ spentUsd }) => spentUsd),
    unconfirmedUsd: sum(({ unconfirmedUsd }) => unconfirmedUsd),
  }
}
