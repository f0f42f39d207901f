import { onlineManager } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { createQueryClient } from '../../../renderer/rpc/create-query-client.ts'

afterEach(() => onlineManager.setOnline(true))

test('a machine without internet reads and saves: the engine is not on the internet', async () => {
  onlineManager.setOnline(false)
  const queries = createQueryClient()
  const read = queries.fetchQuery({ queryKey: ['runs'], queryFn: async () => 15 })
  const saved = queries
    .getMutationCache()
    .build<string, Error, string, unknown>(queries, { mutationFn: async (notes: string) => notes })
    .execute('kept')
  const late = new Promise((resolve) => setTimeout(resolve, 1_000, 'held back'))
  expect(await Promise.race([Promise.all([read, saved]), late])).toEqual([15, 'kept'])
  queries.clear()
})
