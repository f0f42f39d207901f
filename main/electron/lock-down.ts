import { app, type Session } from 'electron'
import { isPageAddress, pageScheme } from './page-address.ts'

/** What a page may load: itself, and what it made. Developer tools are a page of their own. */
const allowedSchemes = new Set([`${pageScheme}:`, 'blob:', 'data:', 'devtools:'])

/**
 * Takes from every page what this app does not need: other addresses, other windows, embedded pages, permissions, the
 * network. The page's content security policy says much of it again; neither relies on the other.
 */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(isNeeded(permission, requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => isNeeded(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    const scheme = URL.canParse(url) ? new URL(url).protocol : ''
    decide({ cancel: !allowedSchemes.has(scheme) || (scheme === `${pageScheme}:` && !isPageAddress(url)) })
  })
  // Files are saved through the system's dialog by the app, never as a download.
  session.on('will-download', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => {
    const keepOnPage = (event: { isMainFrame: boolean; url: string; preventDefault(): void }) => {
      if (!event.isMainFrame || !isPageAddress(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', keepOnPage)
    contents.on('will-frame-navigate', keepOnPage)
    contents.on('will-redirect', keepOnPage)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Copying a table is all that the page asks the system for. */
function isNeeded(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && isPageAddress(origin)
}
