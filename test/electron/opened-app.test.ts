import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron, type Browser, type ElectronApplication, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { fillWithSample } from '../e2e/app/support/fill-with-sample.ts'
import { openElectronApp } from '../e2e/app/support/open-electron-app.ts'
import { choosePath, savedFile } from '../e2e/app/support/system-dialogs.ts'
import { buildPage } from '../support/build-page.ts'
import { chromiumPath, openBrowser } from '../support/open-browser.ts'
import { startWebHost, type TestWebHost } from '../support/start-web-host.ts'

// The opener of the end-to-end tests for Electron, on a stand-in for Playwright's `_electron`: a Chromium on the web
// host, which the opener takes for the app's window. That Electron itself does the same is shown by
// `npm run test:electron` where there is one.

interface Dialogs {
  showSaveDialog?: (options: { defaultPath: string }) => Promise<{ filePath: string }>
  showOpenDialog?: () => Promise<{ filePaths: string[] }>
}

describe.skipIf(!existsSync(chromiumPath))('opener of the app in Electron (skipped: there is no Chromium)', () => {
  let browser: Browser
  let dialogs: Dialogs
  let hosts: TestWebHost[]

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(() => {
    dialogs = {}
    hosts = []
    vi.spyOn(_electron, 'launch').mockImplementation(async ({ env } = {}) => {
      const host = await startWebHost({ workspaceFolder: env!.RUNGS_WORKSPACE!, rendererFolder: await buildPage() })
      hosts.push(host)
      const page: Page = await browser.newPage()
      await page.goto(host.newUrl())
      return {
        firstWindow: async () => page,
        evaluate: async (work: (electron: { dialog: Dialogs }, given: unknown) => void, given: unknown) =>
          work({ dialog: dialogs }, given),
        close: async () => {
          await page.close()
          await host[Symbol.asyncDispose]()
        },
      } as unknown as ElectronApplication
    })
    return () => vi.restoreAllMocks()
  })

  test('fills the workspace first, shows its page, and reads what the app writes beside it', async () => {
    let workspaceFolder: string
    {
      await using app = await openElectronApp({ prepare: async (engine) => void (await fillWithSample(engine)) })
      workspaceFolder = app.workspaceFolder
      expect(app.origin).toBe(hosts[0]!.origin)
      expect(app.engine.experiments.listRuns().map(({ status }) => status)).toEqual(Array(3).fill('finished'))
      const [run] = await app.client.experiments.runs({})
      hosts[0]!.engine.experiments.edit(run!.runId, { name: 'Named by the app' })
      expect(app.engine.experiments.listRuns()[0]!.name).toBe('Named by the app')
      // Whoever would write beside the app is told.
      expect(() => app.engine.experiments.edit(run!.runId, { name: 'Named beside it' })).toThrow()
      {
        await using watched = await app.openPage()
        await watched.page.goto(`${app.origin}/runs`)
        await watched.page.getByText('Named by the app').waitFor()
        await watched.page.evaluate("localStorage.setItem('kept', 'by the page before')")
        await watched.page.mouse.move(10, 10)
        expect(await watched.pointerEvents()).toBe(1)
        await expect(app.openPage()).rejects.toThrow('it has one window')
        expect(watched.problems).toEqual([])
      }
      await using next = await app.openPage()
      expect(await next.page.evaluate("localStorage.getItem('kept')")).toBeNull()
      expect(next.page.viewportSize()).toEqual({ width: 1440, height: 900 })
    }
    expect(existsSync(join(workspaceFolder, '..'))).toBe(false)
  })

  test('answers the dialogs of the system: what is saved is given back, what is chosen is handed over', async () => {
    await using app = await openElectronApp()
    await using watched = await app.openPage()
    const saved = await savedFile(watched.page, async () => {
      const { filePath } = await dialogs.showSaveDialog!({ defaultPath: '/elsewhere/runs.csv' })
      await writeFile(filePath, 'a,b')
    })
    expect(saved).toEqual({ name: 'runs.csv', text: 'a,b' })
    let chosen: string[] = []
    const choose = async () => {
      chosen = (await dialogs.showOpenDialog!()).filePaths
    }
    await choosePath(watched.page, choose, '/data/nature')
    expect(chosen).toEqual(['/data/nature'])
  })
})
