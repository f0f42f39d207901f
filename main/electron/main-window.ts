import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, type Rectangle, screen } from 'electron'
import type { DesktopSettings, WindowState } from './desktop-settings.ts'
import { pageOrigin } from './page-address.ts'

/** The page is usable down to this size. */
const minimum = { width: 1024, height: 700 }
const preferred = { width: 1440, height: 900 }

/** Moving and resizing gives many events; the last of a row counts. */
const keepAfterMs = 400

/** The page's background of both themes, shown until the page has drawn itself. */
const background = { light: '#ffffff', dark: '#121417' }

/** Opens the app's window where it was last, and remembers where it goes. */
export function openMainWindow(settings: DesktopSettings, preload: string): BrowserWindow {
  const state = settings.get('window')
  const window = new BrowserWindow(windowOptions(state, preload))
  if (state?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  keepState(window, settings)
  void window.loadURL(`${pageOrigin}/`)
  return window
}

function windowOptions(state: WindowState | null, preload: string): BrowserWindowConstructorOptions {
  return {
    ...preferred,
    ...(state && boundsOnAScreen(state)),
    minWidth: minimum.width,
    minHeight: minimum.height,
    title: 'Rungs',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would come from the network.
      spellcheck: false,
    },
  }
}

/** A window that was on a screen that is gone keeps its size and goes to the middle. */
function boundsOnAScreen({ x, y, width, height }: WindowState): Partial<Rectangle> {
  if (x === undefined || y === undefined) return { width, height }
  const isVisible = screen.getAllDisplays().some(({ workArea }) => overlap({ x, y, width, height }, workArea))
  return isVisible ? { x, y, width, height } : { width, height }
}

/** Whether enough of the window's top can be seen to take hold of it. */
function overlap(window: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  return visibleWidth >= 100 && window.y >= area.y - 10 && window.y < area.y + area.height - 40
}

function keepState(window: BrowserWindow, settings: DesktopSettings): void {
  let timer: NodeJS.Timeout | undefined
  const keep = () => {
    clearTimeout(timer)
    if (!window.isDestroyed()) settings.set('window', { ...window.getNormalBounds(), maximized: window.isMaximized() })
  }
  const keepSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(keep, keepAfterMs)
  }
  window.on('resize', keepSoon)
  window.on('move', keepSoon)
  window.on('close', keep)
}
