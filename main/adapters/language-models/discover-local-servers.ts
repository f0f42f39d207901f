import { localPresets, type ProviderPreset } from '../../../shared/domain/provider-presets.ts'
import type { LocalServer } from '../../ports/local-server.ts'
import { readOpenAiModels } from '../openai/list-open-ai-models.ts'

/** A server on the same machine answers at once, or is busy loading. */
const patienceMs = 700

/**
 * Asks the ports at which model servers listen by default which models they have. Nothing but that question is sent, and
 * nothing leaves the machine; who does not answer like a model server in time is left out. Never throws.
 */
export async function discoverLocalServers(
  presets: readonly ProviderPreset[] = localPresets,
  timeoutMs = patienceMs,
): Promise<LocalServer[]> {
  const found = await Promise.all(presets.map((preset) => ask(preset, timeoutMs)))
  return found.filter((server) => server !== null)
}

async function ask(preset: ProviderPreset, timeoutMs: number): Promise<LocalServer | null> {
  try {
    const response = await fetch(`${preset.provider.baseUrl}/models`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const models = response.ok ? readOpenAiModels(await response.json()) : null
    return models && { preset, models: models.map(({ model }) => model) }
  } catch {
    // Nothing listens there, or something else does.
    return null
  }
}
