import type { Host } from './host.ts'

/** The host of this page: the desktop app gives itself to be known, everything else is the web host. */
export async function connectHost(): Promise<Host> {
  if ('rungsHost' in window) {
    const { createElectronHost } = await import('./electron-host.ts')
    return createElectronHost()
  }
  const { createWebHost } = await import('./web-host.ts')
  return createWebHost()
}
