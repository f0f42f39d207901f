import type { ProviderPreset } from '../../shared/domain/provider-presets.ts'

/** A model server that answers on this machine. */
export interface LocalServer {
  readonly preset: ProviderPreset
  /** Names as the server gives them, sorted. */
  readonly models: readonly string[]
}
