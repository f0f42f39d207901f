import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { DesktopEvent } from '../../shared/contract/desktop.ts'
import { electron, startApp } from '../support/electron/app-session.ts'
import { buildApp, builtFolder } from '../support/electron/built-app.ts'
import { smallDataset } from '../support/small-dataset.ts'

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What the user wrote, in no file and no output. */
const secretValue = 'sk-test-0123456789-abcdef'

beforeAll(buildApp)
afterAll(() => electron.resetStandIn({}))

describe('desktop app: window', () => {
  test('has a sandboxed, isolated page without Node, and no way around it', async () => {
    await using _app = await startApp()
    const { window, schemes, sandboxed } = electron.standIn
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      preload: join(builtFolder, 'main/preload.cjs'),
    })
    expect(window.options.webPreferences).not.toHaveProperty('additionalArguments')
    expect(sandboxed).toBe(true)
    expect(schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
    expect(window.webContents.mainFrame.url).toBe('app://rungs/')
    expect(window.isShown).toBe(true)
  })

  test('opens where it was, or in the middle when that screen is gone', async () => {
    await using app = await startApp()
    electron.standIn.window.bounds = { x: 2000, y: 100, width: 1300, height: 760 }
    electron.standIn.window.emit('close', new electron.PreventableEvent())
    await app.restart({ displays: [{ workArea: { x: 1920, y: 0, width: 1920, height: 1080 } }] })
    expect(electron.standIn.window.options).toMatchObject({ x: 2000, y: 100, width: 1300, height: 760 })
    await app.restart()
    expect(electron.standIn.window.options).toMatchObject({ width: 1300, height: 760 })
    expect(electron.standIn.window.options).not.toHaveProperty('x')
  })

  test('a second start opens nothing and brings the first one to the front', async () => {
    await using app = await startApp()
    const { window } = electron.standIn
    window.isMin = true
    electron.app.emit('second-instance')
    expect({ focused: window.focusCalls, minimised: window.isMin }).toEqual({ focused: 1, minimised: false })
    expect(electron.standIn.windows).toHaveLength(1)

    await app.restart({ hasInstanceLock: false })
    expect(electron.standIn).toMatchObject({ windows: [], processes: [], quits: 1 })
  })
})

describe('desktop app: page', () => {
  test('is served with a strict policy, each file of the build and nothing else', async () => {
    await using app = await startApp()
    const page = await app.fetch('app://rungs/')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toBe(policy)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await page.text()).toContain('<title>Rungs</title>')
    const script = await app.fetch('app://rungs/assets/index-B3f0aZ9k.js')
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect((await app.fetch('app://rungs/runs/abc?query=1')).headers.get('content-type')).toContain('text/html')
  })

  test.each([
    'app://rungs/../secret.txt',
    'app://rungs/..%2fsecret.txt',
    'app://rungs/%2e%2e/secret.txt',
    'app://rungs/assets/../../secret.txt',
    'app://rungs/assets/..\\..\\secret.txt',
    'app://rungs//etc/passwd',
    'app://rungs/main/electron.js',
    'app://rungs/__proto__',
    'app://rungs/assets',
    'app://rungs/absent.js',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
  ])('refuses %s', async (url) => {
    await using app = await startApp()
    const answer = await app.fetch(url)
    expect([403, 404]).toContain(answer.status)
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('content-security-policy')).toBe(policy)
  })

  test('can only be read', async () => {
    await using app = await startApp()
    expect((await app.fetch('app://rungs/', { method: 'POST', body: 'x' })).status).toBe(405)
  })

  test('leads nowhere else: no navigation, no window, no embedded page, no download, no network', async () => {
    await using _app = await startApp()
    const { webContents } = electron.standIn.window
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(isPrevented(webContents, event, 'https://example.org/', true)).toBe(true)
      expect(isPrevented(webContents, event, 'file:///etc/passwd', true)).toBe(true)
      expect(isPrevented(webContents, event, 'app://elsewhere/', true)).toBe(true)
      expect(isPrevented(webContents, event, 'app://rungs/', false)).toBe(true)
      expect(isPrevented(webContents, event, 'app://rungs/runs', true)).toBe(false)
    }
    expect(isPrevented(webContents, 'will-attach-webview', '', true)).toBe(true)
    expect(isPrevented(electron.session.defaultSession, 'will-download', '', true)).toBe(true)
    expect(webContents.openHandler?.({ url: 'app://rungs/' })).toEqual({ action: 'deny' })
    expect(['https://example.org/a.js', 'ws://127.0.0.1/', 'file:///etc/passwd', 'app://other/x'].map(mayLoad)).toEqual(
      [false, false, false, false],
    )
    expect(['app://rungs/assets/a.js', 'blob:app://rungs/1', 'data:image/png;base64,'].map(mayLoad)).toEqual([
      true,
      true,
      true,
    ])
  })

  test('gets no permission but to copy', async () => {
    await using _app = await startApp()
    const { defaultSession } = electron.session
    const asks = (permission: string, url: string) => {
      const decisions: boolean[] = []
      defaultSession.permissionRequest!(null, permission, (granted) => decisions.push(granted), { requestingUrl: url })
      return [...decisions, defaultSession.permissionCheck!(null, permission, url)]
    }
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'hid',
      'serial',
    ]) {
      expect([permission, ...asks(permission, 'app://rungs/')]).toEqual([permission, false, false])
    }
    expect(asks('clipboard-sanitized-write', 'app://rungs/')).toEqual([true, true])
    expect(asks('clipboard-sanitized-write', 'https://example.org/')).toEqual([false, false])
    expect(defaultSession.devicePermission!()).toBe(false)
  })
})

describe('desktop app: engine', () => {
  test('answers the page over a port of its own, from another process', async () => {
    await using app = await startApp()
    const { host, window, sent } = await app.openPage()
    const info = await host.client.workspace.info()
    expect(info).toMatchObject({ folder: app.workspace, readOnly: false, runs: 0 })
    expect(electron.standIn.processes).toHaveLength(1)
    expect(electron.standIn.processes[0]!.modulePath).toBe(join(builtFolder, 'main/engine-process.js'))
    // The page got two functions; its one message to the main process asked for the ports.
    expect(Object.keys(window.rungsHost as object).sort()).toEqual(['pathOf', 'requestPorts'])
    expect(sent).toEqual(['rungs:request-ports'])
  })

  test('gives no port to another window, a frame inside the page, or another address', async () => {
    await using _app = await startApp()
    const { window } = electron.standIn
    const { webContents } = window
    let given = 0
    webContents.toPage.on('rungs:port-to-engine', () => (given += 1))
    webContents.toPage.on('rungs:port-to-desktop', () => (given += 1))
    const ask = (sender: unknown, senderFrame: unknown) =>
      electron.ipcMain.emit('rungs:request-ports', { sender, senderFrame })
    ask({ mainFrame: webContents.mainFrame }, webContents.mainFrame)
    ask(webContents, { url: 'app://rungs/' })
    ask(webContents, null)
    webContents.mainFrame.url = 'https://example.org/'
    ask(webContents, webContents.mainFrame)
    expect(given).toBe(0)
    webContents.mainFrame.url = 'app://rungs/'
    ask(webContents, webContents.mainFrame)
    expect(given).toBe(2)
  })

  test('imports dropped files where they are, a folder as one path', async () => {
    await using app = await startApp()
    const dropped = join(app.folder, 'beir')
    mkdirSync(join(dropped, 'qrels'), { recursive: true })
    const paths = new Map<File, string>()
    const offered = Object.entries(smallDataset).map(([path, text]) => {
      writeFileSync(join(dropped, path), text as string)
      const file = new File([], path)
      paths.set(file, join(dropped, path))
      return { file, path: `beir/${path}` }
    })
    const { host } = await app.openPage({ paths })
    const handedOver = await host.handOver(offered, () => {}, new AbortController().signal)
    expect(handedOver).toEqual([dropped])
    const report = await host.client.datasets.preview({ paths: handedOver })
    expect(report.documents).toBe(6)
    await expect(
      host.handOver([{ file: new File(['x'], 'made.txt'), path: 'made.txt' }], () => {}, new AbortController().signal),
    ).rejects.toThrow('made.txt cannot be read from where it was dragged')
  })

  test('killed in the middle of a sweep: starts again, the job goes on to its end, and the page is told once', async () => {
    await using app = await startApp()
    const { host } = await app.openPage()
    const states: string[] = []
    host.watchConnection((state) => states.push(state))
    const events: DesktopEvent[] = []
    host.desktop!.watchEvents((event) => events.push(event))
    const { client } = host
    const sample = await client.workspace.sample()
    const imported = await client.datasets.import({ paths: sample.paths, name: sample.name })
    for await (const { snapshot } of await client.jobs.watch({ jobId: imported.jobId })) {
      if (snapshot.status === 'failed') throw new Error(snapshot.error ?? '')
    }
    const { jobId } = await client.experiments.start({
      base: { search: { mode: 'fulltext' } },
      grid: { 'chunking.sizeTokens': [60, 80, 100] },
    })
    const watch = async () => {
      for await (const { snapshot } of await client.jobs.watch({ jobId })) {
        if (snapshot.itemsDone >= 1) electron.standIn.processes[0]!.kill()
      }
    }
    await expect(watch()).rejects.toThrow('The engine stopped before the answer came')
    // The call waits for the engine that is started meanwhile.
    let last = await client.jobs.list().then((jobs) => jobs.find((job) => job.jobId === jobId)!)
    for await (const { snapshot } of await client.jobs.watch({ jobId })) last = snapshot
    expect(last).toMatchObject({ status: 'finished', itemsDone: 3, itemsTotal: 3 })
    expect(electron.standIn.processes).toHaveLength(2)
    expect(states).toEqual(['open', 'lost', 'open'])
    await vi.waitUntil(() => events.length > 0, { timeout: 20_000 })
    expect(events).toEqual([
      {
        kind: 'notice',
        sentence:
          'The engine stopped unexpectedly and was started again. What was stored is kept; the job goes on from the last finished step.',
      },
    ])
    // No other process took part: the taskbar is empty again and the system may sleep.
    expect(electron.standIn.blockers.size).toBe(0)
    expect(electron.standIn.window.progress.at(-1)).toBe(-1)
    expect(Math.max(...electron.standIn.window.progress.filter((fraction) => fraction <= 1))).toBeGreaterThan(0.3)
  })

  test('that ends again and again is left alone, and the user is asked', async () => {
    await using _app = await startApp({ messageBoxes: [1] })
    const { processes } = electron.standIn
    for (const started of [1, 2, 3]) {
      await vi.waitUntil(() => processes.length === started, { timeout: 20_000 })
      processes[started - 1]!.kill()
    }
    await vi.waitUntil(() => electron.standIn.quits > 0, { timeout: 20_000 })
    expect(processes).toHaveLength(3)
    expect(electron.standIn.asked).toEqual([
      { dialog: 'message', options: expect.objectContaining({ buttons: ['Start Again', 'Quit'] }) },
    ])
  })

  test('quitting closes the workspace first', async () => {
    await using app = await startApp()
    const { host } = await app.openPage()
    await host.client.workspace.info()
    expect(existsSync(join(app.workspace, 'workspace.lock.json'))).toBe(true)
    electron.app.quit()
    expect(electron.standIn.quits).toBe(0)
    await vi.waitUntil(() => electron.standIn.quits === 1, { timeout: 20_000 })
    expect(existsSync(join(app.workspace, 'workspace.lock.json'))).toBe(false)
    expect(electron.standIn.processes[0]!.process.exitCode).toBe(0)
  })
})

describe('desktop app: dialogs and files', () => {
  test('each dialog begins in its own last folder', async () => {
    await using app = await startApp()
    const [data, exports] = ['data', 'exports'].map((name) => join(app.folder, name)) as [string, string]
    for (const folder of [data, exports]) mkdirSync(folder)
    const { standIn } = electron
    standIn.openDialogs.push({ canceled: false, filePaths: [join(data, 'a.csv')] })
    standIn.saveDialogs.push({ canceled: false, filePath: join(exports, 'comparison.csv') })
    const { host } = await app.openPage()
    expect(await host.chooseFiles('files')).toEqual({ paths: [join(data, 'a.csv')] })
    expect(await host.save('comparison.csv', 'text/csv', pieces('a,b\r\n', '1,2\r\n'), noAbort())).toBe(true)
    expect(readFileSync(join(exports, 'comparison.csv'), 'utf8')).toBe('a,b\r\n1,2\r\n')

    expect(await host.chooseFiles('folder')).toBeNull()
    expect(await host.save('../other:name.md', 'text/markdown', pieces('x'), noAbort())).toBe(false)
    expect(standIn.asked.map(({ dialog, options }) => [dialog, options.defaultPath])).toEqual([
      ['open', undefined],
      ['save', 'comparison.csv'],
      ['open', data],
      ['save', join(exports, '..-other-name.md')],
    ])
  })

  test('a save that is stopped leaves the file of that name as it was', async () => {
    await using app = await startApp()
    const path = join(app.folder, 'runs.csv')
    writeFileSync(path, 'before')
    electron.standIn.saveDialogs.push({ canceled: false, filePath: path })
    const { host } = await app.openPage()
    const stop = new AbortController()
    async function* stopped() {
      yield 'after'
      stop.abort()
      yield 'more'
    }
    await expect(host.save('runs.csv', 'text/csv', stopped(), stop.signal)).rejects.toThrow()
    expect(readFileSync(path, 'utf8')).toBe('before')
    await vi.waitUntil(() => !readdirSync(app.folder).some((name) => name.endsWith('.partial')), { timeout: 20_000 })
  })

  test('opens https addresses in the browser and no others', async () => {
    await using app = await startApp()
    const { host } = await app.openPage()
    for (const address of ['file:///etc/passwd', 'http://example.org/', 'javascript:alert(1)', 'x'])
      host.openExternal(address)
    host.openExternal('https://example.org/docs')
    await vi.waitUntil(() => electron.standIn.external.length > 0, { timeout: 20_000 })
    expect(electron.standIn.external).toEqual(['https://example.org/docs'])
  })
})

describe('desktop app: menu, theme, workspaces', () => {
  test('every item of the menu does something, and keys lead to one item each', async () => {
    await using app = await startApp()
    const { host } = await app.openPage()
    const events: DesktopEvent[] = []
    host.desktop!.watchEvents((event) => events.push(event))
    const items = electron.standIn.menu.flatMap(({ submenu }) => submenu ?? []).filter(({ label }) => label)
    expect(items.filter(({ click, submenu }) => !click && !submenu)).toEqual([])
    const keys = items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    items.find(({ label }) => label === 'New Experiment')!.click!()
    items.find(({ label }) => label === 'Settings…')!.click!()
    await vi.waitUntil(() => events.length === 2, { timeout: 20_000 })
    expect(events).toEqual([
      { kind: 'go', to: '/new' },
      { kind: 'go', to: '/settings' },
    ])
  })

  test('theme and recent workspaces are there at the next start', async () => {
    await using app = await startApp()
    const { host } = await app.openPage()
    host.desktop!.keepTheme('dark')
    await host.client.workspace.info()
    const second = join(app.folder, 'second')
    electron.standIn.openDialogs.push({ canceled: false, filePaths: [second] })
    expect(await host.desktop!.chooseWorkspace()).toBe(true)
    expect(electron.standIn.window.webContents.reloads).toBe(1)
    const { host: reloaded } = await app.openPage()
    expect(await reloaded.client.workspace.info()).toMatchObject({ folder: second })
    expect(await reloaded.desktop!.recentWorkspaces()).toEqual([{ folder: app.workspace, name: 'workspace' }])
    // A page cannot have the engine open any folder.
    expect(await reloaded.desktop!.openWorkspace(app.folder)).toBe(false)
    expect(await reloaded.desktop!.openWorkspace(app.workspace)).toBe(true)

    await app.restart()
    expect(electron.nativeTheme.themeSource).toBe('dark')
    const { host: restarted } = await app.openPage()
    await restarted.client.workspace.info()
    expect(await restarted.desktop!.recentWorkspaces()).toEqual([{ folder: second, name: 'second' }])
    const recent = electron.standIn.menu
      .flatMap(({ submenu }) => submenu ?? [])
      .find(({ label }) => label === 'Open Recent')
    expect(recent?.submenu?.map(({ label }) => label)).toEqual([`second (${second})`])
  })

  test('a folder of other things becomes a workspace only when the user says so', async () => {
    await using app = await startApp({ messageBoxes: [1] })
    const { host } = await app.openPage()
    const papers = join(app.folder, 'papers')
    mkdirSync(papers)
    writeFileSync(join(papers, 'a.txt'), 'a')
    electron.standIn.openDialogs.push({ canceled: false, filePaths: [papers] })
    expect(await host.desktop!.chooseWorkspace()).toBe(false)
    expect(readdirSync(papers)).toEqual(['a.txt'])
  })
})

describe('desktop app: keys', () => {
  test('are kept encrypted, given to the engine, and told to nobody', async () => {
    await using app = await startApp()
    const { host } = await app.openPage()
    await host.client.workspace.setSecret({ name: 'EXAMPLE_API_KEY', value: secretValue })
    const state = await host.client.workspace.secrets()
    expect(state.secrets).toContainEqual({ name: 'EXAMPLE_API_KEY', source: 'kept' })
    expect(JSON.stringify(state)).not.toContain(secretValue)
    const files = readdirSync(app.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name)).includes(secretValue)).toBe(false)
    }

    await app.restart()
    const { host: again } = await app.openPage()
    expect((await again.client.workspace.secrets()).secrets).toContainEqual({ name: 'EXAMPLE_API_KEY', source: 'kept' })
    expect(await again.client.workspace.removeSecret({ name: 'EXAMPLE_API_KEY' })).toEqual({ removed: true })
    expect(await again.client.workspace.removeSecret({ name: 'EXAMPLE_API_KEY' })).toEqual({ removed: false })
  })

  test.runIf(process.platform === 'linux')('warns where the system protects them hardly or not at all', async () => {
    await using app = await startApp({ backend: 'basic_text' })
    const { host } = await app.openPage()
    expect((await host.client.workspace.secrets()).warning).toContain('has no keyring that Rungs can use')
    await app.restart({ isEncryptionAvailable: false })
    const { host: without } = await app.openPage()
    expect((await without.client.workspace.secrets()).warning).toContain('keys cannot be kept')
    await expect(without.client.workspace.setSecret({ name: 'EXAMPLE_API_KEY', value: secretValue })).rejects.toThrow(
      'This system offers no keychain, so the key was not kept.',
    )
    await app.restart({ backend: 'gnome_libsecret' })
    const { host: safe } = await app.openPage()
    expect((await safe.client.workspace.secrets()).warning).toBeNull()
  })
})

function isPrevented(
  emitter: { emit(name: string, event: unknown): boolean },
  name: string,
  url: string,
  isMainFrame: boolean,
) {
  const event = Object.assign(new electron.PreventableEvent(), { url, isMainFrame })
  expect(emitter.emit(name, event)).toBe(true)
  return event.defaultPrevented
}

function mayLoad(url: string): boolean {
  let cancelled: boolean | null = null
  electron.session.defaultSession.beforeRequest!({ url }, ({ cancel }) => {
    cancelled = cancel
  })
  return cancelled === false
}

async function* pieces(...texts: string[]) {
  yield* texts
}

function noAbort(): AbortSignal {
  return new AbortController().signal
}
