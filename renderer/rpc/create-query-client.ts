import { QueryClient } from '@tanstack/react-query'

/**
 * The cache of a page's calls. The engine is on this machine, or behind a connection that is watched: whether the machine
 * is on the internet says nothing about it, and must hold back neither what is read nor what is saved.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: 1, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}
