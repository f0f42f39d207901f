import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { DesktopSettings, DialogPurpose } from './desktop-settings.ts'

/** The system's dialogs for files. Electron no longer remembers where the last one was, so this does. */
export class FileDialogs {
  readonly #settings: DesktopSettings
  readonly #window: () => BrowserWindow | null

  constructor(settings: DesktopSettings, window: () => BrowserWindow | null) {
    this.#settings = settings
    this.#window = window
  }

  /** @returns null when the user closed the dialog. */
  async chooseToImport(what: 'files' | 'folder'): Promise<string[] | null> {
    const paths = await this.#open('import', {
      title: what === 'files' ? 'Import files' : 'Import a folder',
      buttonLabel: 'Import',
      // No filter: what can be read is found out from the content.
      properties: what === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory', 'multiSelections'],
    })
    if (paths) this.#remember('import', what === 'files' ? dirname(paths[0]!) : paths[0]!)
    return paths
  }

  async chooseWorkspaceFolder(): Promise<string | null> {
    const paths = await this.#open('workspace', {
      title: 'Open workspace',
      message: 'Choose the folder of a workspace, or an empty one for a new workspace.',
      buttonLabel: 'Open',
      properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
    })
    if (!paths) return null
    this.#remember('workspace', dirname(paths[0]!))
    return paths[0]!
  }

  /** The system asks before a file is replaced. */
  async chooseWhereToSave(suggestedName: string): Promise<string | null> {
    // Names of runs may stand in it: only the last part counts, so that it leads to no other folder.
    const name = basename(suggestedName.replaceAll(/[\\/:*?"<>|]/g, '-'))
    const folder = this.#folder('save')
    const options = { defaultPath: folder ? join(folder, name) : name }
    const window = this.#window()
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options))
    if (canceled || !filePath) return null
    this.#remember('save', dirname(filePath))
    return filePath
  }

  async #open(purpose: DialogPurpose, options: OpenDialogOptions): Promise<string[] | null> {
    const folder = this.#folder(purpose)
    const all: OpenDialogOptions = { ...options, ...(folder && { defaultPath: folder }) }
    const window = this.#window()
    const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, all) : dialog.showOpenDialog(all))
    return canceled || filePaths.length === 0 ? null : filePaths
  }

  #folder(purpose: DialogPurpose): string | undefined {
    const folder = this.#settings.get('dialogFolders')[purpose]
    return folder !== undefined && existsSync(folder) ? folder : undefined
  }

  #remember(purpose: DialogPurpose, folder: string): void {
    this.#settings.set('dialogFolders', { ...this.#settings.get('dialogFolders'), [purpose]: folder })
  }
}
