import { AppError } from '../../../shared/domain/app-error.ts'
import { type KeptProvider, KeptProviders, keptProvidersName } from '../../../shared/domain/kept-providers.ts'
import type { ModelProvider } from '../../../shared/domain/model-provider.ts'
import { type ProviderPreset, providerPresets } from '../../../shared/domain/provider-presets.ts'
import { requireWritable } from '../../../shared/domain/require-writable.ts'
import type { Store } from '../../ports/store.ts'

export interface ListedProvider extends KeptProvider {
  /** Null for a server of the user's. */
  readonly preset: ProviderPreset | null
  readonly isChanged: boolean
}

/** The presets, with what the user changed of them, and the servers that the user added. */
export class KeptProviderList {
  readonly #store: Pick<Store, 'settings' | 'readOnly' | 'transaction'>

  constructor(store: Pick<Store, 'settings' | 'readOnly' | 'transaction'>) {
    this.#store = store
  }

  /** Presets in their order, then the user's by name. */
  all(): ListedProvider[] {
    const kept = new Map(this.#kept().map((entry) => [entry.id, entry]))
    const presets = providerPresets.map((preset) => {
      const changed = kept.get(preset.id)
      kept.delete(preset.id)
      const { id, label, provider } = preset
      return { id, label, provider: changed?.provider ?? provider, preset, isChanged: changed !== undefined }
    })
    const own = [...kept.values()].sort((a, b) => (a.label < b.label ? -1 : 1))
    return [...presets, ...own.map((entry) => ({ ...entry, preset: null, isChanged: false }))]
  }

  /** Throws AppError CONFLICT when there is one of that name, or too many; WORKSPACE_LOCKED. */
  add(label: string, provider: ModelProvider): ListedProvider {
    return this.#write(() => {
      const kept = this.#kept()
      const listed = this.all()
      if (listed.some((entry) => entry.label.toLowerCase() === label.toLowerCase())) {
        throw new AppError(
          'CONFLICT',
          `There is a provider named ${label} already. Nothing was changed; use another name.`,
        )
      }
      if (kept.length >= 100) {
        throw new AppError('CONFLICT', 'There are 100 providers already. Nothing was added; remove one first.')
      }
      const entry = { id: freeId(label, new Set(listed.map(({ id }) => id))), label, provider }
      this.#store.settings.set(keptProvidersName, [...kept, entry])
      return { ...entry, preset: null, isChanged: false }
    })
  }

  /** Throws AppError NOT_FOUND, WORKSPACE_LOCKED. */
  change(id: string, address: Pick<ModelProvider, 'baseUrl' | 'secretName'>): ListedProvider {
    return this.#write(() => {
      const listed = this.all().find((entry) => entry.id === id)
      if (!listed) throw new AppError('NOT_FOUND', 'This provider is not there any more. Nothing was changed.', { id })
      const provider: ModelProvider = { ...listed.provider, ...address }
      const entry = { id, label: listed.label, provider }
      this.#store.settings.set(keptProvidersName, [...this.#kept().filter((kept) => kept.id !== id), entry])
      return { ...entry, preset: listed.preset, isChanged: listed.preset !== null }
    })
  }

  /** @returns false when nothing was kept under this id. Throws AppError WORKSPACE_LOCKED. */
  remove(id: string): boolean {
    return this.#write(() => {
      const kept = this.#kept()
      const rest = kept.filter((entry) => entry.id !== id)
      if (rest.length === kept.length) return false
      this.#store.settings.set(keptProvidersName, rest)
      return true
    })
  }

  #kept(): KeptProviders {
    return KeptProviders.parse(this.#store.settings.get(keptProvidersName) ?? [])
  }

  #write<Result>(work: () => Result): Result {
    requireWritable(this.#store)
    return this.#store.transaction(work)
  }
}

/** From the name where it has letters for one; numbered when it is taken. */
function freeId(label: string, taken: ReadonlySet<string>): string {
  const name = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const base = `own-${name || 'server'}`.slice(0, 70)
  let id = base
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`
  return id
}
