import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import { QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { createQueryClient } from './create-query-client.ts'
import type { ConnectionState, EngineClient, Host } from './host.ts'

interface Engine {
  readonly host: Host
  readonly client: EngineClient
  /** Query and mutation options of every call: `useQuery(engine.query.datasets.list.queryOptions())`. */
  readonly query: RouterUtils<EngineClient>
  readonly connection: ConnectionState
}

const EngineContext = createContext<Engine | null>(null)

/** Gives the page its engine: the typed client, query hooks' options, and the state of the connection. */
export function EngineProvider({ host, children }: { host: Host; children: ReactNode }) {
  const [connection, setConnection] = useState<ConnectionState>('connecting')
  const queryClient = useMemo(createQueryClient, [])
  useEffect(
    () =>
      host.watchConnection((state) => {
        setConnection(state)
        // What changed while the connection was lost is asked for again.
        if (state === 'open') void queryClient.invalidateQueries()
      }),
    [host, queryClient],
  )
  const engine = useMemo(
    () => ({ host, client: host.client, query: createTanstackQueryUtils(host.client), connection }),
    [host, connection],
  )
  return (
    <QueryClientProvider client={queryClient}>
      <EngineContext.Provider value={engine}>{children}</EngineContext.Provider>
    </QueryClientProvider>
  )
}

export function useEngine(): Engine {
  const engine = useContext(EngineContext)
  if (!engine) throw new Error('useEngine needs an EngineProvider around it.')
  return engine
}
