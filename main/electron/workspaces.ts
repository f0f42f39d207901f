import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { RecentWorkspace } from '../../shared/contract/desktop.ts'
import type { DesktopSettings } from './desktop-settings.ts'
import type { EngineSupervisor } from './engine-supervisor.ts'
import type { FileDialogs } from './file-dialogs.ts'

const mostRecent = 8

export interface WorkspacesParts {
  readonly settings: DesktopSettings
  readonly dialogs: FileDialogs
  readonly engine: EngineSupervisor
  readonly window: () => BrowserWindow | null
  /** Another workspace opens: the page has to forget what it shows. */
  readonly onSwitch: () => void
}

/** Which workspace is open, and which were. */
export class Workspaces {
  readonly #parts: WorkspacesParts
  #folder: string
  #isSwitching = false

  /** Starts with the folder of the environment, else the one of last time, else the one of the command line tools. */
  constructor(parts: WorkspacesParts, environment: NodeJS.ProcessEnv) {
    this.#parts = parts
    const [last] = parts.settings.get('recentWorkspaces')
    this.#folder = resolve(
      environment.RUNGS_WORKSPACE ??
        (last && existsSync(last.folder) ? last.folder : join(homedir(), '.rungs', 'default')),
    )
  }

  get folder(): string {
    return this.#folder
  }

  /** Latest first, without the one that is open and those that are gone. */
  recent(): RecentWorkspace[] {
    return this.#parts.settings
      .get('recentWorkspaces')
      .filter(({ folder }) => folder !== this.#folder && existsSync(folder))
  }

  /** Opens the engine for the present workspace. */
  start(): void {
    this.#parts.engine.start(this.#folder)
  }

  /** Keeps a workspace that was opened at the head of the list. */
  remember({ folder, name }: RecentWorkspace): void {
    const others = this.#parts.settings.get('recentWorkspaces').filter((recent) => recent.folder !== folder)
    this.#parts.settings.set('recentWorkspaces', [{ folder, name }, ...others].slice(0, mostRecent))
  }

  /** Opens one of the list; other folders are not opened without the user's own choice. @returns whether it opened. */
  async openRecent(folder: string): Promise<boolean> {
    return this.recent().some((recent) => recent.folder === folder) && this.#switchTo(folder)
  }

  async choose(): Promise<boolean> {
    const folder = await this.#parts.dialogs.chooseWorkspaceFolder()
    return folder !== null && (await this.#mayUse(folder)) && this.#switchTo(resolve(folder))
  }

  /** A folder of other things is not filled with a workspace by mistake. */
  async #mayUse(folder: string): Promise<boolean> {
    if (existsSync(join(folder, 'workspace.db')) || isEmpty(folder)) return true
    return this.#confirm({
      message: `“${basename(folder)}” is not a workspace.`,
      detail: 'Rungs can make one in it, beside the files that are there.',
      buttons: ['Make a Workspace', 'Cancel'],
    })
  }

  async #switchTo(folder: string): Promise<boolean> {
    if (this.#isSwitching) return false
    if (this.#parts.engine.hasActiveJobs) {
      const goesOn = await this.#confirm({
        message: 'A job is running in this workspace.',
        detail: 'It stops now and can be resumed when the workspace is opened again. What is finished is kept.',
        buttons: ['Stop and Open', 'Cancel'],
      })
      if (!goesOn) return false
    }
    this.#isSwitching = true
    try {
      await this.#parts.engine.stop()
      this.#folder = folder
      this.start()
      this.#parts.onSwitch()
      return true
    } finally {
      this.#isSwitching = false
    }
  }

  async #confirm(options: MessageBoxOptions): Promise<boolean> {
    const window = this.#parts.window()
    const all: MessageBoxOptions = { type: 'question', defaultId: 0, cancelId: 1, ...options }
    const { response } = await (window ? dialog.showMessageBox(window, all) : dialog.showMessageBox(all))
    return response === 0
  }
}

function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => name.startsWith('.'))
}
