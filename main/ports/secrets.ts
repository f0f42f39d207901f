/** Keys of providers. A secret never enters the workspace, a log, an export or an error message. */
export interface Secrets {
  /** @returns null when no secret of that name is set. */
  get(name: string): Promise<string | null>
}
