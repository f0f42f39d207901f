import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './find-chromium.mjs'

/** The Chromium to drive, see find-chromium.mjs; empty where there is none. */
export const chromiumPath = findChromium() ?? ''

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
