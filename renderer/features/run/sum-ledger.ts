import type { LedgerLine } from '../../../shared/domain/ledger.ts'

/** All lines together; a sum of money with a part that nobody knows is not known. */
export function sumLedger(lines: readonly LedgerLine[]): Omit<LedgerLine, 'stage' | 'model'> {
  const sum = (read: (line: LedgerLine) => number) => lines.reduce((total, line) => total + read(line), 0)
  const known = (read: (line: LedgerLine) => number | null) =>
    lines.some((line) => read(line) === null) ? null : sum((line) => read(line)!)
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
