import { securityHeaders } from '../web/security-headers.ts'
import type { StaticFiles } from '../web/static-files.ts'
import { isPageAddress } from './page-address.ts'

/**
 * Answers requests for the page from an exact list of files: a path that is not in it does not exist, whatever it is
 * made of. An address of a screen, such as `/runs/abc`, gives the page itself, as far as the page is what was asked
 * for.
 */
export function servePage(files: StaticFiles, request: Request): Response {
  if (!isPageAddress(request.url)) return refuse(403)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const { pathname } = new URL(request.url)
  const file = files.get(pathname === '/' || isScreen(pathname) ? '/index.html' : pathname)
  if (!file) return refuse(404)
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(file.bytes), {
    headers: {
      ...securityHeaders(null),
      'content-type': file.mediaType,
      'content-length': String(file.bytes.byteLength),
      'cache-control': file.cacheControl,
    },
  })
}

/** The first parts of the page's own addresses; no file of the build is below one of them. */
const screens = new Set(['runs', 'compare', 'datasets', 'new', 'settings'])

function isScreen(pathname: string): boolean {
  return screens.has(pathname.split('/')[1] ?? '')
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: securityHeaders(null) })
}
