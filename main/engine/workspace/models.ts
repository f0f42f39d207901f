import { AppError } from '../../../shared/domain/app-error.ts'
import type { TokenPrice } from '../../../shared/domain/ledger.ts'
import { ModelProvider } from '../../../shared/domain/model-provider.ts'
import type { OfferedModel, ProviderState } from '../../../shared/domain/provider-state.ts'
import type { SecretState } from '../../../shared/domain/secret.ts'
import { CallFailure } from '../../ports/call-failure.ts'
import type { LanguageModels, ModelReply, ModelRequest } from '../../ports/language-model.ts'
import type { LocalServer } from '../../ports/local-server.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Store } from '../../ports/store.ts'
import type { ConnectionTests } from './connection-tests.ts'
import { KeptProviderList, type ListedProvider } from './kept-provider-list.ts'

export interface ModelsPorts {
  readonly store: Pick<Store, 'settings' | 'readOnly' | 'transaction'>
  readonly secrets: Pick<Secrets, 'list'>
  readonly languageModels: LanguageModels
  /** Asks the usual ports of this machine; never throws. */
  readonly findLocalServers: () => Promise<readonly LocalServer[]>
  /** Books what a test costs; it belongs to no run. */
  readonly connectionTests: ConnectionTests
  readonly money: {
    /** Throws AppError BUDGET_REACHED when nothing is left of the month's cap. */
    requireRoomInMonth(): void
    priceOf(model: string, provider: ModelProvider): TokenPrice | null
  }
}

type Answer = Pick<ModelReply, 'text' | 'finishReason' | 'servedModel' | 'latencyMs' | 'usage'>

/** Short enough to cost next to nothing; some room, because models that reason pay for it with output. */
const testQuestion: ModelRequest = {
  messages: [{ role: 'user', content: 'Answer with the one word: ready' }],
  maxOutputTokens: 64,
  temperature: null,
  seed: null,
  jsonSchema: null,
}

/** Where language models are asked, what is offered there, and whether they answer. */
export class Models {
  readonly #ports: ModelsPorts
  readonly #kept: KeptProviderList

  constructor(ports: ModelsPorts) {
    this.#ports = ports
    this.#kept = new KeptProviderList(ports.store)
  }

  async providers(): Promise<ProviderState[]> {
    const secrets = await this.#ports.secrets.list()
    return this.#kept.all().map((provider) => stateOf(provider, secrets))
  }

  /** A server with OpenAI's API. Throws AppError CONFLICT, WORKSPACE_LOCKED. */
  async addProvider({
    label,
    ...address
  }: {
    label: string
    baseUrl: string
    secretName: string | null
  }): Promise<ProviderState> {
    const added = this.#kept.add(label, ModelProvider.parse({ kind: 'openai', ...address }))
    return stateOf(added, await this.#ports.secrets.list())
  }

  /** Throws AppError NOT_FOUND, WORKSPACE_LOCKED. */
  async changeProvider({
    id,
    ...address
  }: {
    id: string
    baseUrl: string
    secretName: string | null
  }): Promise<ProviderState> {
    const changed = this.#kept.change(id, address)
    return stateOf(changed, await this.#ports.secrets.list())
  }

  /** A changed preset gets its usual address back. @returns false when nothing was kept. Throws AppError WORKSPACE_LOCKED. */
  removeProvider(id: string): boolean {
    return this.#kept.remove(id)
  }

  /** Throws AppError PROVIDER_REFUSED, PROVIDER_UNAVAILABLE or SECRET_MISSING. */
  async list(provider: ModelProvider, signal?: AbortSignal): Promise<OfferedModel[]> {
    const { languageModels, money } = this.#ports
    const models = await languageModels.list(provider, signal)
    return models.map((offered) => ({ ...offered, price: money.priceOf(offered.model, provider) }))
  }

  /**
   * Sends one short question, once, and books nothing: it belongs to no run.
   * Throws AppError BUDGET_REACHED, PROVIDER_REFUSED, PROVIDER_UNAVAILABLE or SECRET_MISSING.
   */
  async test(
    provider: ModelProvider,
    model: string,
    signal?: AbortSignal,
  ): Promise<Answer & { costUsd: number | null }> {
    const { languageModels, money, connectionTests } = this.#ports
    money.requireRoomInMonth()
    const opened = languageModels.open(provider, model)
    try {
      const { reply, costUsd } = await connectionTests.call<ModelReply>(
        {
          ...{ stage: 'generation', lane: opened.lane, model, modelKey: opened.key },
          price: money.priceOf(model, provider),
          worstCase: { inputTokens: 100, cachedInputTokens: 0, outputTokens: testQuestion.maxOutputTokens },
          send: () => opened.send(testQuestion, signal),
        },
        signal,
      )
      const { text, finishReason, servedModel, latencyMs, usage } = reply
      return { text, finishReason, servedModel, latencyMs, usage, costUsd: usage && costUsd }
    } catch (error) {
      throw error instanceof CallFailure ? asAppError(error) : error
    }
  }

  async localServers(): Promise<{ id: string; label: string; models: string[] }[]> {
    const found = await this.#ports.findLocalServers()
    return found.map(({ preset, models }) => ({ id: preset.id, label: preset.label, models: [...models] }))
  }
}

const passing: ReadonlySet<string> = new Set(['rateLimited', 'unavailable', 'timeout', 'cut'])

function asAppError({ kind, message }: CallFailure): AppError {
  return new AppError(passing.has(kind) ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED', message, { kind })
}

function stateOf(listed: ListedProvider, secrets: readonly SecretState[]): ProviderState {
  const { id, label, provider, preset, isChanged } = listed
  const { secretName } = provider
  const source = secrets.find(({ name }) => name === secretName)?.source
  return {
    ...{ id, label, provider },
    hint: preset?.hint ?? 'A server of yours with the API of OpenAI.',
    origin: preset === null ? 'own' : isChanged ? 'changed' : 'preset',
    key: secretName === null ? 'notNeeded' : (source ?? 'missing'),
    // Azure's pattern; no address that somebody owns looks like it.
    needsAddress: provider.kind === 'azure' && /^https:\/\/NAME[.]/.test(provider.baseUrl),
  }
}
