import { defaultParseSearch } from '@tanstack/react-router'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringifyAddress } from '../../../renderer/stringify-address.ts'

test('an address: lists are written as a,b; other text keeps its escapes', () => {
  expect(stringifyAddress({ runs: ['a', 'b'], baseline: 'b' })).toBe('?runs=a,b&baseline=b')
  expect(stringifyAddress({ runs: 'a,b', sort: '-mrr,name' })).toBe('?runs=a%2Cb&sort=-mrr%2Cname')
  expect(stringifyAddress({ runs: [] })).toBe('')
})

test('an address: what is written is read again, lists as text', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9 &=?#+%é-]{1,12}$/u)
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 8 }), fc.string({ minLength: 1 }), (runs, search) => {
      const read: Record<string, unknown> = defaultParseSearch(stringifyAddress({ runs, search }))
      expect(String(read.runs)).toBe(runs.join(','))
      expect(read.search).toBe(search)
    }),
  )
})
