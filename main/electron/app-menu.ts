import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuTarget, RecentWorkspace } from '../../shared/contract/desktop.ts'

export interface MenuActions {
  readonly go: (to: MenuTarget) => void
  readonly chooseWorkspace: () => void
  readonly openRecent: (folder: string) => void
  readonly showWorkspaceFolder: () => void
}

const isMac = process.platform === 'darwin'
const separator: MenuItemConstructorOptions = { type: 'separator' }

/** Sets the application menu. Called again when the list of recent workspaces changes. */
export function setAppMenu(recent: readonly RecentWorkspace[], actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(recent, actions)))
}

function menuTemplate(recent: readonly RecentWorkspace[], actions: MenuActions): MenuItemConstructorOptions[] {
  const { go } = actions
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => go('/settings'),
  }
  return [
    ...(isMac ? [macAppMenu(settings)] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New Experiment', accelerator: 'CmdOrCtrl+N', click: () => go('/new') },
        { label: 'Import…', accelerator: 'CmdOrCtrl+O', click: () => go('/datasets/import') },
        separator,
        { label: 'Open Workspace…', accelerator: 'CmdOrCtrl+Shift+O', click: actions.chooseWorkspace },
        ...recentMenu(recent, actions),
        { label: isMac ? 'Show Workspace in Finder' : 'Show Workspace Folder', click: actions.showWorkspaceFolder },
        ...(isMac
          ? [separator, { role: 'close' } as const]
          : [separator, settings, separator, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { label: 'Runs', accelerator: 'CmdOrCtrl+1', click: () => go('/runs') },
        { label: 'Compare', accelerator: 'CmdOrCtrl+2', click: () => go('/compare') },
        { label: 'Datasets', accelerator: 'CmdOrCtrl+3', click: () => go('/datasets') },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    ...(isMac ? [] : [{ role: 'help', submenu: [{ role: 'about' }] } satisfies MenuItemConstructorOptions]),
  ]
}

function recentMenu(recent: readonly RecentWorkspace[], { openRecent }: MenuActions): MenuItemConstructorOptions[] {
  if (recent.length === 0) return []
  const submenu = recent.map(({ folder, name }) => ({
    // An ampersand would mark the letter after it as the item's key.
    label: `${name} (${folder})`.replaceAll('&', '&&'),
    click: () => openRecent(folder),
  }))
  return [{ label: 'Open Recent', submenu }]
}

function macAppMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}
