import {
  app,
  type BrowserWindow,
  dialog,
  type MessageBoxOptions,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron'
import type { DesktopEvent } from '../../shared/contract/desktop.ts'
import { loadStaticFiles } from '../web/static-files.ts'
import { setAppMenu } from './app-menu.ts'
import { createDesktopRouter } from './desktop-router.ts'
import { DesktopSettings } from './desktop-settings.ts'
import { EngineSupervisor } from './engine-supervisor.ts'
import { EventQueue } from './event-queue.ts'
import { FileDialogs } from './file-dialogs.ts'
import { FileSaves } from './file-saves.ts'
import { JobActivity } from './job-activity.ts'
import { KeychainSecrets } from './keychain-secrets.ts'
import { lockDown } from './lock-down.ts'
import { openMainWindow } from './main-window.ts'
import { pageScheme } from './page-address.ts'
import { PagePorts } from './page-ports.ts'
import { quitInOrder } from './quit-in-order.ts'
import { servePage } from './serve-page.ts'
import { Workspaces } from './workspaces.ts'

/** Where the built parts of the app are. */
export interface DesktopPaths {
  readonly pageFolder: string
  readonly preload: string
  readonly engineEntry: string
}

/**
 * Composes the desktop app, once Electron is ready: the engine in a process of its own, one window with the page, and
 * what the system offers around it. Throws AppError NOT_FOUND when the page was not built.
 */
export async function startDesktopApp({ pageFolder, preload, engineEntry }: DesktopPaths): Promise<void> {
  const files = await loadStaticFiles(pageFolder)
  protocol.handle(pageScheme, (request) => servePage(files, request))
  lockDown(session.defaultSession)

  let window: BrowserWindow | null = null
  const currentWindow = () => window
  const settings = new DesktopSettings()
  nativeTheme.themeSource = settings.get('theme')
  const events = new EventQueue<DesktopEvent>()
  const dialogs = new FileDialogs(settings, currentWindow)
  const saves = new FileSaves()
  const activity = new JobActivity(currentWindow, () => showWindow({ kind: 'go', to: '/runs' }))
  const secrets = new KeychainSecrets(
    safeStorage,
    { read: () => settings.get('secrets'), write: (ciphertexts) => settings.set('secrets', { ...ciphertexts }) },
    process.platform,
  )
  const engine = new EngineSupervisor(engineEntry, secrets, {
    onOpen: (workspace) => {
      workspaces.remember(workspace)
      updateMenu()
    },
    onRefused: (sentence) =>
      ask(
        { type: 'error', message: 'The workspace cannot be opened.', detail: sentence },
        { label: 'Open Another…', run: async () => (await workspaces.choose()) || app.quit() },
        { label: 'Quit', run: () => app.quit() },
      ),
    onJob: (snapshot) => activity.update(snapshot),
    onEnded: () => activity.clear(),
    onRestarted: (resumedJobs) => {
      ports.giveEnginePort()
      events.push({ kind: 'notice', sentence: restartSentence(resumedJobs) })
    },
    onGaveUp: () =>
      ask(
        {
          type: 'error',
          message: 'The engine of Rungs keeps stopping.',
          detail: 'What was stored is kept. Jobs that ran can be resumed once it works again.',
        },
        { label: 'Start Again', run: startAgain },
        { label: 'Quit', run: () => app.quit() },
      ),
  })
  const workspaces = new Workspaces(
    { settings, dialogs, engine, window: currentWindow, onSwitch: () => window?.webContents.reload() },
    process.env,
  )
  const ports = new PagePorts({
    window: currentWindow,
    connectEngine: () => engine.connect(),
    createRouter: () =>
      createDesktopRouter({
        dialogs,
        saves,
        events,
        openExternal: (address) => shell.openExternal(address),
        keepTheme: (theme) => {
          settings.set('theme', theme)
          nativeTheme.themeSource = theme
        },
        workspaces,
      }),
    onNewPage: () => void saves.abandonAll(),
  })

  const confirmQuit = quitInOrder(engine, saves, currentWindow)
  app.on('second-instance', () => showWindow())
  app.on('activate', () => showWindow())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  updateMenu()
  workspaces.start()
  showWindow()

  function showWindow(event?: DesktopEvent): void {
    if (event) events.push(event)
    if (!window) {
      window = openMainWindow(settings, preload)
      window.on('close', confirmQuit)
      window.on('closed', () => {
        window = null
      })
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  function updateMenu(): void {
    setAppMenu(workspaces.recent(), {
      go: (to) => showWindow({ kind: 'go', to }),
      chooseWorkspace: () => void workspaces.choose(),
      openRecent: (folder) => void workspaces.openRecent(folder),
      showWorkspaceFolder: () => void shell.openPath(workspaces.folder),
    })
  }

  function startAgain(): void {
    workspaces.start()
    ports.giveEnginePort()
  }

  async function ask(options: MessageBoxOptions, ...answers: { label: string; run: () => unknown }[]): Promise<void> {
    const all: MessageBoxOptions = {
      ...options,
      buttons: answers.map(({ label }) => label),
      defaultId: 0,
      noLink: true,
    }
    const { response } = await (window ? dialog.showMessageBox(window, all) : dialog.showMessageBox(all))
    await answers[response]?.run()
  }
}

function restartSentence(resumedJobs: number): string {
  const start = 'The engine stopped unexpectedly and was started again. What was stored is kept'
  if (resumedJobs === 0) return `${start}.`
  return `${start}; ${resumedJobs === 1 ? 'the job goes on' : `${resumedJobs} jobs go on`} from the last finished step.`
}
