import { useQueryClient } from '@tanstack/react-query'
import { useEngine } from '../../rpc/engine.tsx'

/** Asks again for what a provider, a key or a price that was changed shows up in. */
export function useProviderChange(): () => void {
  const { query } = useEngine()
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: query.models.providers.key() })
    void queries.invalidateQueries({ queryKey: query.models.list.key() })
    void queries.invalidateQueries({ queryKey: query.workspace.secrets.key() })
    void queries.invalidateQueries({ queryKey: query.money.ownPrices.key() })
  }
}
