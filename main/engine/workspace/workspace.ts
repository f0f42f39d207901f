import type { TokenUsage } from '../../../shared/domain/answer.ts'
import type { CorpusVersion } from '../../../shared/domain/corpus.ts'
import type { TokenPrice } from '../../../shared/domain/ledger.ts'
import type { ModelPrice } from '../../../shared/domain/model-price.ts'
import type { OpenAiEmbedding, SweepSpec } from '../../../shared/domain/recipe.ts'
import type { SecretState } from '../../../shared/domain/secret.ts'
import { noLimits } from '../../ports/call-failure.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Embedder } from '../../ports/embedder.ts'
import type { PriceBook } from '../../ports/price-book.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Store } from '../../ports/store.ts'
import type { VectorStore } from '../../ports/vector-store.ts'
import type { ConnectionTests } from './connection-tests.ts'

export interface SampleProject {
  readonly paths: readonly string[]
  readonly name: string
  readonly sweep: SweepSpec
}

export interface WorkspacePorts {
  readonly store: Store
  readonly vectors: VectorStore
  readonly secrets: Secrets
  readonly priceBook: PriceBook
  readonly clock: Clock
  readonly appVersion: string
  readonly workspaceFolder: string
  /** Facts about the machine for a fault report, one per line. */
  readonly machine: readonly string[]
  readonly sample: SampleProject
  readonly generalSuite: Pick<SampleProject, 'paths' | 'name'>
  readonly openEmbedder: (settings: OpenAiEmbedding) => Embedder
}

/** What a test of an embedding server needs, as it may cost something. */
interface PaidPorts {
  readonly connectionTests: ConnectionTests
  readonly priceOfInput: (model: string, baseUrl: string) => TokenPrice | null
}

/** The workspace itself: where it is, what is in it, its keys. */
export class Workspace {
  readonly #ports: WorkspacePorts
  readonly #paid: PaidPorts

  constructor(ports: WorkspacePorts, paid: PaidPorts) {
    this.#ports = ports
    this.#paid = paid
  }

  info(): {
    name: string
    folder: string
    appVersion: string
    readOnly: boolean
    corpora: CorpusVersion[]
    evalSets: number
    runs: number
  } {
    const { store, workspaceFolder, appVersion } = this.#ports
    return {
      name: workspaceFolder.split(/[\\/]/).filter(Boolean).at(-1) ?? workspaceFolder,
      folder: workspaceFolder,
      appVersion,
      readOnly: store.readOnly,
      corpora: store.datasets.listCorpora(),
      evalSets: store.datasets.listEvalSets().length,
      runs: store.runs.listRuns().length,
    }
  }

  sample(): { paths: string[]; name: string; sweep: SweepSpec } {
    const { paths, name, sweep } = this.#ports.sample
    return { paths: [...paths], name, sweep }
  }

  generalSuite(): { paths: string[]; name: string } {
    const { paths, name } = this.#ports.generalSuite
    return { paths: [...paths], name }
  }

  /** Counts and versions only: nothing of what the user imported, no path, no key. */
  async diagnostics(): Promise<string> {
    const { store, vectors, appVersion, machine } = this.#ports
    const runs = store.runs.listRuns()
    const indexes = store.indexes.list()
    const byStatus = Object.entries(Object.groupBy(runs, (run) => run.status)).map(
      ([status, list]) => `${status} ${list?.length ?? 0}`,
    )
    return [
      `Rungs ${appVersion}`,
      ...machine,
      `workspace: ${store.readOnly ? 'read-only' : 'writable'}`,
      `corpora ${store.datasets.listCorpora().length}, eval sets ${store.datasets.listEvalSets().length}`,
      `runs ${runs.length}${byStatus.length > 0 ? ` (${byStatus.join(', ')})` : ''}`,
      `jobs ${store.jobs.list().length}`,
      `indexes ${indexes.length}, tables ${(await vectors.listTables()).length}, chunks ${indexes.reduce((sum, index) => sum + index.chunks, 0)}`,
      `secrets set ${(await this.#ports.secrets.list()).length}`,
    ].join('\n')
  }

  prices(): { source: string; date: string; prices: ModelPrice[] } {
    const { priceBook, clock } = this.#ports
    return { source: priceBook.source, date: priceBook.date, prices: priceBook.list(clock.now()) }
  }

  async secrets(): Promise<{ secrets: SecretState[]; storage: string; warning: string | null }> {
    const { secrets } = this.#ports
    return { secrets: await secrets.list(), ...(await secrets.describe()) }
  }

  async setSecret(name: string, value: string): Promise<SecretState> {
    const { secrets } = this.#ports
    await secrets.set(name, value)
    return (await secrets.list()).find((secret) => secret.name === name) ?? { name, source: 'kept' }
  }

  removeSecret(name: string): Promise<boolean> {
    return this.#ports.secrets.remove(name)
  }

  /** Embeds one short text, past the cache. Throws the adapter's AppErrors. */
  async testEmbedding(settings: OpenAiEmbedding): Promise<{ dimensions: number; latencyMs: number }> {
    const { openEmbedder } = this.#ports
    const { connectionTests, priceOfInput } = this.#paid
    const { baseUrl, model, secretName } = settings
    const embedder = openEmbedder(settings)
    let dimensions = 0
    const { reply } = await connectionTests.call({
      ...{ stage: 'embedding', lane: `${new URL(baseUrl).host}:${secretName}`, model, modelKey: embedder.key },
      price: priceOfInput(model, baseUrl),
      worstCase: { inputTokens: 16, cachedInputTokens: 0, outputTokens: 0 },
      send: async () => {
        let usage: TokenUsage | null = null
        let latencyMs = 0
        await embedder.embed(['Rungs tests this connection.'], (batch) => {
          dimensions = batch.vectors[0]?.length ?? 0
          latencyMs = batch.latencyMs
          if (batch.promptTokens !== null) {
            usage = { inputTokens: batch.promptTokens, cachedInputTokens: 0, outputTokens: 0 }
          }
        })
        return { usage, latencyMs, limits: noLimits }
      },
    })
    return { dimensions, latencyMs: reply.latencyMs }
  }
}
