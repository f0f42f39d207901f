import { AppError } from './app-error.ts'

/** Throws AppError WORKSPACE_LOCKED where another process writes the workspace. @param undone what was not done. */
export function requireWritable(store: { readonly readOnly: boolean }, undone = 'changed'): void {
  if (!store.readOnly) return
  throw new AppError(
    'WORKSPACE_LOCKED',
    `Another Rungs process writes this workspace, so nothing was ${undone}. Close it and try again.`,
  )
}
