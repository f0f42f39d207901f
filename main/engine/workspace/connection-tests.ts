import type { TokenUsage } from '../../../shared/domain/answer.ts'
import type { TokenPrice } from '../../../shared/domain/ledger.ts'
import type { RateLimits } from '../../ports/call-failure.ts'

interface TestReply {
  readonly usage: TokenUsage | null
  readonly latencyMs: number
  readonly limits: RateLimits
}

/** Sends what tests a connection, and books what it costs. */
export interface ConnectionTests {
  /** Throws what `send` throws, and AppError BUDGET_REACHED. */
  call<Reply extends TestReply>(
    test: {
      readonly stage: 'generation' | 'embedding'
      readonly lane: string
      readonly model: string
      readonly modelKey: string
      readonly price: TokenPrice | null
      readonly worstCase: TokenUsage
      send(signal: AbortSignal): Promise<Reply>
    },
    signal?: AbortSignal,
  ): Promise<{ reply: Reply; costUsd: number | null }>
}
