import { describe, expect, test } from 'vitest'
import { electronObstacle, launchElectron } from '../support/electron/launch-electron.ts'

// Run by `npm run test:electron`, which builds the app first; where Electron is missing it is skipped, and says so.
const isAskedFor = (import.meta as { env?: { MODE?: string } }).env?.MODE === 'electron'
const obstacle = electronObstacle ?? (isAskedFor ? null : 'skipped: run by npm run test:electron')

describe.skipIf(obstacle !== null)(`desktop app in Electron${obstacle ? ` (${obstacle})` : ''}`, () => {
  test('shows the page, which reaches the engine and nothing of Node', async () => {
    await using session = await launchElectron()
    const { page } = session
    await page.getByRole('navigation', { name: 'Sections' }).waitFor()
    // The workspace's name comes from the engine.
    await page.getByText('workspace', { exact: true }).first().waitFor()
    const reachable = await page.evaluate(
      "[typeof require, typeof process, typeof module, Object.keys(window.rungsHost).sort().join(' '), location.origin]",
    )
    expect(reachable).toEqual(['undefined', 'undefined', 'undefined', 'pathOf requestPorts', 'app://rungs'])
  })

  test('keeps the page where it is, in its sandbox', async () => {
    await using session = await launchElectron()
    const { app, page } = session
    await page.getByRole('navigation', { name: 'Sections' }).waitFor()
    const answers = await page.evaluate(`Promise.all(
      ['app://rungs/../main/electron.js', 'app://rungs/%2e%2e/main/electron.js', 'https://example.org/'].map((address) =>
        fetch(address).then((answer) => answer.status, () => 'refused')),
    )`)
    expect(answers).toEqual([404, 404, 'refused'])
    await page.evaluate("window.open('https://example.org/'); location.href = 'https://example.org/'")
    expect(new URL(page.url()).origin).toBe(new URL('app://rungs/').origin)
    const { windows, preferences } = await app.evaluate(({ BrowserWindow }) => {
      const all = BrowserWindow.getAllWindows()
      // Not in Electron's types.
      const contents = all[0]!.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      return { windows: all.length, preferences: contents.getLastWebPreferences() }
    })
    expect(windows).toBe(1)
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
  })
})
