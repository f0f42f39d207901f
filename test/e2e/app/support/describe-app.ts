import { existsSync } from 'node:fs'
import { afterAll, describe, test } from 'vitest'
import { electronObstacle } from '../../../support/electron/launch-electron.ts'
import { chromiumPath } from '../../../support/open-browser.ts'
import { closeBrowser, openBrowserApp } from './open-browser-app.ts'
import { openElectronApp } from './open-electron-app.ts'
import type { OpenAppOptions, TestApp } from './test-app.ts'

/** `npm run test:electron` runs the same tests in Electron itself. */
export const isElectron = process.env.RUNGS_TEST_MODE === 'electron'

const chromiumObstacle = existsSync(chromiumPath) ? null : 'skipped: there is no Chromium'
const obstacle = isElectron ? electronObstacle : chromiumObstacle

/** Tests of the app where it can be run; elsewhere they are skipped, and say why. */
export function describeApp(subject: string, body: () => void): void {
  const place = isElectron ? 'in Electron' : 'in a browser'
  describe.skipIf(obstacle !== null)(`${subject} ${place}${obstacle ? ` (${obstacle})` : ''}`, () => {
    // The first of the hooks is the last to be called.
    afterAll(closeBrowser)
    body()
  })
}

/** Tests that bring a host of their own: in Chromium only. @param reason is said where Electron skips them. */
export function describeInBrowser(subject: string, reason: string, body: () => void): void {
  const skipped = isElectron ? `skipped: ${reason}` : chromiumObstacle
  describe.skipIf(skipped !== null)(`${subject} in a browser${skipped ? ` (${skipped})` : ''}`, body)
}

/** Why a test cannot be run in Electron: its engine has no second way in for work. */
export const besidePage = 'it changes the workspace beside the page'

/** A test that Electron cannot run. @param reason is said where it is skipped. */
export function testInBrowser(reason: string, name: string, body: () => Promise<void>, timeoutMs?: number): void {
  test.skipIf(isElectron)(isElectron ? `${name} (skipped: ${reason})` : name, body, timeoutMs)
}

/** Opens the app in what this run is for. */
export function openApp(options?: OpenAppOptions): Promise<TestApp> {
  return isElectron ? openElectronApp(options) : openBrowserApp(options)
}
