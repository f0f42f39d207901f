import { defaultStringifySearch } from '@tanstack/react-router'

/** What stands behind `?`. Lists are written as `a,b,c`, so that an address can be read and shared. */
export function stringifyAddress(search: Record<string, unknown>): string {
  const isList = (name: string) => Array.isArray(search[name])
  const written = Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') || undefined : value]),
  )
  return defaultStringifySearch(written).replace(/([^?&=]+)=([^&]*)/g, (pair: string, name: string) =>
    isList(decodeURIComponent(name)) ? pair.replaceAll('%2C', ',') : pair,
  )
}
