import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { AppError } from '../../shared/domain/app-error.ts'

/** Where the host listens, and which Host headers can be meant for it. */
export interface ListenAddress {
  /** What the server binds to. */
  readonly bind: string
  /** The host part of the printed address. */
  readonly shownHost: string
  /** What listening there means, when others can reach it; null on the loopback address. */
  readonly warning: string | null
  /**
   * A web page elsewhere can point its own name at this machine (DNS rebinding), but it cannot choose the Host header:
   * only names and addresses of this host are answered.
   */
  acceptsHost(hostHeader: string | undefined, port: number): boolean
}

/**
 * Any address but the loopback one has to be allowed a second time.
 * Throws AppError INVALID_INPUT when it was not.
 */
export function resolveListenAddress(host = '127.0.0.1', allowOtherHosts = false): ListenAddress {
  const wanted = host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
  if (wanted === '127.0.0.1' || wanted === 'localhost') return address('127.0.0.1', ['127.0.0.1', 'localhost'], null)
  if (wanted === '::1') return address('::1', ['[::1]', 'localhost'], null)
  if (!allowOtherHosts) {
    throw new AppError(
      'INVALID_INPUT',
      `Listening on ${host} would let other machines reach this workspace. Nothing was started. Leave --host away, or add --allow-other-hosts if that is meant. From far away, an SSH tunnel with the same port on both sides is safer.`,
      { host },
    )
  }
  const warning = `Other machines can reach this workspace on ${host}. Who has the address below can read and change everything in it and read files of this machine, and the connection is not encrypted.`
  if (wanted !== '0.0.0.0' && wanted !== '::') return address(wanted, [bracketed(wanted)], warning)
  const { bind, acceptsHost } = address(wanted, ['localhost', hostname().toLowerCase()], warning)
  return {
    bind,
    warning,
    shownHost: firstOutsideAddress() ?? '127.0.0.1',
    // A rebound page is known by its name; an address in digits is always the one that was typed.
    acceptsHost: (header, port) => acceptsHost(header, port) || isAddressInDigits(header, port),
  }
}

function address(bind: string, names: readonly string[], warning: string | null): ListenAddress {
  return {
    bind,
    warning,
    shownHost: names[0]!,
    acceptsHost: (header, port) => {
      const parts = parseHost(header)
      return parts !== null && parts.port === port && names.includes(parts.name)
    },
  }
}

function parseHost(header: string | undefined): { name: string; port: number } | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:@/?#\s]+)(?::(\d{1,5}))?$/i.exec(header ?? '')
  return match ? { name: match[1]!.toLowerCase(), port: match[2] === undefined ? 80 : Number(match[2]) } : null
}

function isAddressInDigits(header: string | undefined, port: number): boolean {
  const parts = parseHost(header)
  return parts !== null && parts.port === port && isIP(parts.name.replace(/^\[(.*)\]$/, '$1')) !== 0
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

function firstOutsideAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}
