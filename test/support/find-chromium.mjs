import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of a Chromium to drive: RUNGS_CHROMIUM, the system's, or Playwright's own; null when there is none. */
export function findChromium() {
  const candidates = [process.env.RUNGS_CHROMIUM, ...systemPaths, chromium.executablePath()]
  return candidates.find((path) => path && existsSync(path)) ?? null
}
