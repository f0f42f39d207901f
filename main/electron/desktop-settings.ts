import Store from 'electron-store'
import { z } from 'zod'
import { RecentWorkspace, ThemeChoice } from '../../shared/contract/desktop.ts'

const WindowState = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

/** What a dialog is for; each remembers its own folder. */
export const DialogPurpose = z.enum(['import', 'save', 'workspace'])
export type DialogPurpose = z.infer<typeof DialogPurpose>

const fields = {
  window: WindowState.nullable().catch(null),
  theme: ThemeChoice.catch('system'),
  /** Latest first. */
  recentWorkspaces: z.array(RecentWorkspace).catch([]),
  dialogFolders: z.partialRecord(DialogPurpose, z.string().min(1)).catch({}),
  /** By name, as ciphertext in base64. */
  secrets: z.record(z.string(), z.base64()).catch({}),
}

type Fields = { [Name in keyof typeof fields]: z.infer<(typeof fields)[Name]> }

/**
 * What the desktop app remembers between starts, in one small file of the user's profile. A field that cannot be read
 * has its default; the others stay.
 */
export class DesktopSettings {
  readonly #store = new Store<Record<string, unknown>>({ name: 'settings', clearInvalidConfig: true })

  get<Name extends keyof Fields>(name: Name): Fields[Name] {
    return fields[name].parse(this.#store.get(name)) as Fields[Name]
  }

  set<Name extends keyof Fields>(name: Name, value: Fields[Name]): void {
    this.#store.set(name, value)
  }
}
