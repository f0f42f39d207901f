import { useQueries } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'

const pageSize = 100

interface Pages<Item> {
  /** Items in all; null until the first page is here. */
  readonly total: number | null
  /** Undefined while its page is on the way. */
  readonly itemAt: (index: number) => Item | undefined
  /** Loads the pages of these items; what has been loaded stays. */
  readonly show: (first: number, last: number) => void
  readonly error: Error | null
  readonly retry: () => void
}

/**
 * A long list that is loaded page by page as it comes into view.
 * @param key what makes the list another one; begins with the name of the call.
 */
export function usePages<Item>(
  key: readonly unknown[],
  fetchPage: (
    page: { offset: number; limit: number },
    signal: AbortSignal,
  ) => Promise<{ total: number; items: Item[] }>,
): Pages<Item> {
  const [inView, setInView] = useState({ first: 0, last: 0 })
  const list = JSON.stringify(key)
  // The number of items is kept while a page of another list is loaded only if it is the same list.
  const known = useRef<{ list: string; total: number } | null>(null)
  const firstPage = Math.floor(inView.first / pageSize)
  const lastPage = Math.max(firstPage, Math.floor(inView.last / pageSize))
  const numbers = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index)
  const pages = useQueries({
    queries: numbers.map((number) => ({
      queryKey: [...key, number],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchPage({ offset: number * pageSize, limit: pageSize }, signal),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    })),
  })
  const loaded = pages.find((page) => page.data !== undefined)?.data
  if (loaded) known.current = { list, total: loaded.total }
  const total = known.current?.list === list ? known.current.total : null
  const show = useCallback(
    (first: number, last: number) =>
      setInView((before) => (before.first === first && before.last === last ? before : { first, last })),
    [],
  )
  return {
    total,
    itemAt: (index) => pages[Math.floor(index / pageSize) - firstPage]?.data?.items[index % pageSize],
    show,
    error: pages.find((page) => page.error !== null)?.error ?? null,
    retry: () => {
      for (const page of pages) if (page.error) void page.refetch()
    },
  }
}
