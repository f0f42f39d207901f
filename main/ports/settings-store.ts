/** Small named values of a workspace, as JSON; who reads one checks it. */
export interface SettingsStore {
  /** @returns undefined when nothing of that name was set. */
  get(name: string): unknown
  set(name: string, value: unknown): void
  remove(name: string): void
}
