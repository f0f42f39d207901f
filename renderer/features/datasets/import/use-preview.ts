import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImportRequest } from '../../../../shared/domain/dataset-import.ts'
import type { ImportPreviewEvent } from '../../../../shared/domain/import-preview.ts'
import { useEngine } from '../../../rpc/engine.tsx'

/** Which file is being read. */
export type Reading = Extract<ImportPreviewEvent, { kind: 'reading' }>

/**
 * The preview of an import, read anew whenever the request changes; the one before stays until then. A request that is
 * replaced or stopped is not read to its end.
 */
export function usePreview(request: Omit<ImportRequest, 'mapping' | 'dryRun'>) {
  const { client, query } = useEngine()
  const queryClient = useQueryClient()
  const [reading, setReading] = useState<Reading | null>(null)
  const queryKey = query.datasets.openPreview.key({ input: request })
  const preview = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      setReading(null)
      for await (const event of await client.datasets.openPreview(request, { signal })) {
        if (event.kind === 'preview') return event.preview
        if (!signal.aborted) setReading(event)
      }
      throw new Error('The files were not read to their end. Nothing was imported; try again.')
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return { preview, reading, stop: () => void queryClient.cancelQueries({ queryKey }) }
}
