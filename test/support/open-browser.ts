import { type Browser, chromium } from 'playwright-core'

/** Debian's Chromium; another one by the environment variable RUNGS_CHROMIUM. */
export const chromiumPath = process.env.RUNGS_CHROMIUM ?? '/usr/bin/chromium'

/** A real Chromium without a window that calls nobody. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
