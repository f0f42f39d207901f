import type { OpenAiEmbedding } from '../../../shared/domain/recipe.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Compute } from '../../ports/compute.ts'
import type { Embedder } from '../../ports/embedder.ts'
import type { FileVault } from '../../ports/file-vault.ts'
import type { LanguageModels } from '../../ports/language-model.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { PriceBook } from '../../ports/price-book.ts'
import type { OpenReranker } from '../../ports/reranker.ts'
import type { Store } from '../../ports/store.ts'
import type { TableWriter } from '../../ports/table-writer.ts'
import type { VectorStore } from '../../ports/vector-store.ts'
import type { BatchedCalls } from '../calls/batched-calls.ts'
import type { CallScheduler } from '../calls/call-scheduler.ts'
import type { PaidCalls } from '../calls/paid-call.ts'

/** What experiments need of the world. */
export interface ExperimentPorts {
  readonly store: Store
  readonly vectors: VectorStore
  readonly vault: FileVault
  readonly compute: Compute
  readonly clock: Clock
  readonly newId: NewId
  readonly appVersion: string
  /** Opens a remote embedder; sends nothing before it is asked to embed. */
  readonly openEmbedder: (settings: OpenAiEmbedding) => Embedder
  readonly languageModels: LanguageModels
  readonly openReranker: OpenReranker
  readonly priceBook: PriceBook
  readonly tableWriter: TableWriter
  /** The only way to what costs money per request. */
  readonly paidCalls: PaidCalls
  /** The same for many at once, through a provider's batches. */
  readonly batchedCalls: Pick<BatchedCalls, 'run'>
  /** How the providers stand that paid calls go to. */
  readonly lanes: Pick<CallScheduler, 'lanes' | 'onChange'>
}
