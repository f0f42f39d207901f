import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { NodePort } from './node-port.ts'
import { UtilityProcess } from './utility-process.ts'

// Stands in for Electron's main-process module: does what the app relies on, and keeps what it was told. Only what the
// app uses is here; anything else that it asked for would be undefined and fail the test that loads it.

type Options = Readonly<Record<string, unknown>>

/** What the tests set and look at. */
export class StandIn {
  userData = ''
  env: NodeJS.ProcessEnv = {}
  hasInstanceLock = true
  isEncryptionAvailable = true
  backend = 'gnome_libsecret'
  displays = [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }]
  /** Answers of the dialogs, first come first served. */
  readonly openDialogs: { canceled: boolean; filePaths: string[] }[] = []
  readonly saveDialogs: { canceled: boolean; filePath: string }[] = []
  readonly messageBoxes: number[] = []
  readonly asked: { dialog: 'open' | 'save' | 'message' | 'error'; options: Options }[] = []
  readonly schemes: { scheme: string; privileges: Options }[] = []
  readonly handlers = new Map<string, (request: Request) => Response | Promise<Response>>()
  readonly windows: BrowserWindow[] = []
  readonly processes: UtilityProcess[] = []
  readonly notifications: Notification[] = []
  readonly blockers = new Set<number>()
  readonly external: string[] = []
  menu: MenuTemplate = []
  quits = 0
  sandboxed = false
  isReady = false

  get window(): BrowserWindow {
    return this.windows.at(-1)!
  }
}

export type MenuTemplate = {
  label?: string
  role?: string
  accelerator?: string
  click?: () => void
  submenu?: MenuTemplate
}[]

export let standIn = new StandIn()

/** A new machine, so to speak: nothing of the app before is left. */
export function resetStandIn(settings: Partial<StandIn>): StandIn {
  for (const { process } of standIn.processes) process.kill('SIGKILL')
  standIn = Object.assign(new StandIn(), settings)
  for (const emitter of [app, ipcMain, session.defaultSession]) emitter.removeAllListeners()
  session.defaultSession.forget()
  nativeTheme.themeSource = 'system'
  return standIn
}

class App extends EventEmitter {
  readonly isPackaged = false
  #isQuitting = false

  async whenReady(): Promise<void> {
    // Electron is never ready before the main module has run.
    await new Promise((resolve) => setImmediate(resolve))
    standIn.isReady = true
  }
  requestSingleInstanceLock = () => standIn.hasInstanceLock
  enableSandbox = () => {
    standIn.sandboxed = !standIn.isReady
  }
  setAppUserModelId = () => undefined
  getPath = () => standIn.userData
  getVersion = () => '0.0.0'
  exit = () => {
    standIn.quits += 1
  }
  quit(): void {
    if (this.#isQuitting) return
    const event = new PreventableEvent()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) standIn.quits += 1
  }
}

export class PreventableEvent {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

class Session extends EventEmitter {
  permissionRequest: PermissionRequestHandler | null = null
  permissionCheck: ((contents: null, permission: string, origin: string) => boolean) | null = null
  devicePermission: (() => boolean) | null = null
  beforeRequest: ((details: { url: string }, decide: (decision: { cancel: boolean }) => void) => void) | null = null
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<Session['beforeRequest']>) => {
      this.beforeRequest = listener
    },
  }
  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: NonNullable<Session['permissionCheck']>): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler
  }
  forget(): void {
    this.permissionRequest = null
    this.permissionCheck = null
    this.devicePermission = null
    this.beforeRequest = null
  }
}

type PermissionRequestHandler = (
  contents: null,
  permission: string,
  decide: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void

class WebContents extends EventEmitter {
  readonly mainFrame = { url: '' }
  readonly toPage = new EventEmitter()
  reloads = 0
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: NonNullable<WebContents['openHandler']>): void {
    this.openHandler = handler
  }
  reload(): void {
    this.reloads += 1
  }
  postMessage(channel: string, _message: unknown, ports: readonly NodePort[] = []): void {
    this.toPage.emit(channel, { ports: ports.map((port) => port.raw) })
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: Options & { webPreferences: Options }
  readonly webContents = new WebContents()
  readonly progress: number[] = []
  bounds = { x: 10, y: 20, width: 1200, height: 800 }
  isShown = false
  hasFocus = true
  isMin = false
  focusCalls = 0

  constructor(options: BrowserWindow['options']) {
    super()
    this.options = options
    standIn.windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url
    this.emit('ready-to-show')
  }
  show(): void {
    this.isShown = true
  }
  focus(): void {
    this.focusCalls += 1
  }
  restore(): void {
    this.isMin = false
  }
  maximize = () => undefined
  isFocused = () => this.hasFocus
  isMinimized = () => this.isMin
  isMaximized = () => false
  isDestroyed = () => false
  getNormalBounds = () => this.bounds
  setProgressBar(fraction: number): void {
    this.progress.push(fraction)
  }
}

class Notification extends EventEmitter {
  static isSupported = () => true
  readonly options: { title: string; body: string }
  constructor(options: Notification['options']) {
    super()
    this.options = options
  }
  show(): void {
    standIn.notifications.push(this)
  }
}

const optionsOf = (args: unknown[]): Options => args.at(-1) as Options

export const app = new App()
export const ipcMain = new EventEmitter()
export const session = { defaultSession: new Session() }
export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => standIn.displays }
export const shell = {
  openExternal: async (address: string) => void standIn.external.push(address),
  openPath: async () => '',
}
export const protocol = {
  registerSchemesAsPrivileged: (schemes: StandIn['schemes']) => {
    if (standIn.isReady) throw new Error('Schemes are registered before ready.')
    standIn.schemes.push(...schemes)
  },
  handle: (scheme: string, handler: (request: Request) => Response) => standIn.handlers.set(scheme, handler),
}
export const dialog = {
  showOpenDialog: async (...args: unknown[]) => {
    standIn.asked.push({ dialog: 'open', options: optionsOf(args) })
    return standIn.openDialogs.shift() ?? { canceled: true, filePaths: [] }
  },
  showSaveDialog: async (...args: unknown[]) => {
    standIn.asked.push({ dialog: 'save', options: optionsOf(args) })
    return standIn.saveDialogs.shift() ?? { canceled: true, filePath: '' }
  },
  showMessageBox: async (...args: unknown[]) => {
    standIn.asked.push({ dialog: 'message', options: optionsOf(args) })
    return { response: standIn.messageBoxes.shift() ?? 1 }
  },
  showErrorBox: (title: string, content: string) => {
    standIn.asked.push({ dialog: 'error', options: { title, content } })
  },
}
export const Menu = {
  buildFromTemplate: (template: MenuTemplate) => template,
  setApplicationMenu: (template: MenuTemplate) => {
    standIn.menu = template
  },
}
export const powerSaveBlocker = {
  start: () => {
    const id = standIn.blockers.size + 1
    standIn.blockers.add(id)
    return id
  },
  stop: (id: number) => standIn.blockers.delete(id),
}
/** Turns the bytes around: nothing of the plain text can be read in the result. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => standIn.isEncryptionAvailable,
  encryptStringAsync: async (text: string) => Buffer.from(text).map((byte) => byte ^ 0xa5),
  decryptStringAsync: async (bytes: Buffer) => ({
    result: Buffer.from(bytes.map((byte) => byte ^ 0xa5)).toString(),
    shouldReEncrypt: false,
  }),
  getSelectedStorageBackend: () => standIn.backend,
}
export class MessageChannelMain {
  readonly port1: NodePort
  readonly port2: NodePort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new NodePort(port1)
    this.port2 = new NodePort(port2)
  }
}
export const utilityProcess = {
  fork: (modulePath: string, _args: string[], options: Options) => {
    if (!standIn.isReady) throw new Error('A utility process is forked after ready.')
    const child = new UtilityProcess(modulePath, options, { ...process.env, ...standIn.env })
    standIn.processes.push(child)
    return child
  },
}
export { Notification }

export default { app, ipcMain, shell }
