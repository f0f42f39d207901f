import type { OpenAiEmbedding } from '../../../shared/domain/recipe.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Compute } from '../../ports/compute.ts'
import type { Embedder } from '../../ports/embedder.ts'
import type { FileVault } from '../../ports/file-vault.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Store } from '../../ports/store.ts'
import type { VectorStore } from '../../ports/vector-store.ts'

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
}
