import { describe, expect, it } from 'vitest'
import { resolveListenAddress } from '../../../main/web/listen-address.ts'
import { AppError } from '../../../shared/domain/app-error.ts'

describe('listen address: the default', () => {
  const address = resolveListenAddress()

  it('is the loopback address, which needs no warning', () => {
    expect(address).toMatchObject({ bind: '127.0.0.1', shownHost: '127.0.0.1', warning: null })
  })

  it.each(['127.0.0.1:4517', 'localhost:4517', 'LOCALHOST:4517'])('answers to %s', (host) => {
    expect(address.acceptsHost(host, 4517)).toBe(true)
  })

  it.each([
    undefined,
    '',
    '127.0.0.1',
    '127.0.0.1:4518',
    'localhost',
    'evil.example:4517',
    'localhost.evil.example:4517',
    '127.0.0.1.evil.example:4517',
    'user@127.0.0.1:4517',
    '127.0.0.1:4517:4517',
    '0.0.0.0:4517',
    '10.0.0.1:4517',
    '[::1]:4517',
  ])('does not answer to %s', (host) => {
    expect(address.acceptsHost(host, 4517)).toBe(false)
  })

  it('answers without a port on port 80 only, as browsers leave it away there', () => {
    expect(address.acceptsHost('127.0.0.1', 80)).toBe(true)
    expect(address.acceptsHost('127.0.0.1', 4517)).toBe(false)
  })
})

describe('listen address: others', () => {
  it.each(['0.0.0.0', '::', '192.168.1.5', 'box.example'])(
    '%s is refused unless it is allowed a second time',
    (host) => {
      expect(() => resolveListenAddress(host)).toThrow(AppError)
      expect(() => resolveListenAddress(host)).toThrow(/--allow-other-hosts/)
      expect(resolveListenAddress(host, true).warning).toMatch(/not encrypted/)
    },
  )

  it('allowing others does not by itself leave the loopback address', () => {
    expect(resolveListenAddress(undefined, true)).toMatchObject({ bind: '127.0.0.1', warning: null })
  })

  it('a given address or name answers to itself only', () => {
    const byName = resolveListenAddress('Box.example', true)
    expect(byName.acceptsHost('box.example:80', 80)).toBe(true)
    expect(byName.acceptsHost('127.0.0.1:80', 80)).toBe(false)
    const byAddress = resolveListenAddress('192.168.1.5', true)
    expect(byAddress.acceptsHost('192.168.1.5:4517', 4517)).toBe(true)
    expect(byAddress.acceptsHost('192.168.1.6:4517', 4517)).toBe(false)
  })

  it('all addresses answer to addresses in digits, and not to foreign names, which a rebound page would have', () => {
    const address = resolveListenAddress('0.0.0.0', true)
    expect(address.acceptsHost('192.168.1.6:4517', 4517)).toBe(true)
    expect(address.acceptsHost('[fe80::1]:4517', 4517)).toBe(true)
    expect(address.acceptsHost('localhost:4517', 4517)).toBe(true)
    expect(address.acceptsHost('evil.example:4517', 4517)).toBe(false)
  })

  it('the IPv6 loopback address is printed in brackets', () => {
    const address = resolveListenAddress('::1')
    expect(address.shownHost).toBe('[::1]')
    expect(address.acceptsHost('[::1]:4517', 4517)).toBe(true)
  })
})
