import { app, type BrowserWindow, dialog } from 'electron'
import type { EngineSupervisor } from './engine-supervisor.ts'
import type { FileSaves } from './file-saves.ts'

/**
 * Quits in order: asks when a job runs, stops jobs where they can be resumed, closes the workspace, then ends.
 * @returns what has to hear of the main window's `close`: where closing the last window quits, the question comes
 *   before the window is gone.
 */
export function quitInOrder(
  engine: EngineSupervisor,
  saves: FileSaves,
  window: () => BrowserWindow | null,
): (event: { preventDefault(): void }) => void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'

  app.on('before-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'running') void stop()
  })

  async function stop(): Promise<void> {
    state = 'stopping'
    if (engine.hasActiveJobs && !(await mayStopJobs(window()))) {
      state = 'running'
      return
    }
    await saves.abandonAll()
    await engine.stop()
    state = 'stopped'
    app.quit()
  }

  return (event) => {
    if (process.platform === 'darwin' || state === 'stopped' || !engine.hasActiveJobs) return
    event.preventDefault()
    app.quit()
  }
}

async function mayStopJobs(window: BrowserWindow | null): Promise<boolean> {
  const options = {
    type: 'question' as const,
    message: 'A job is running.',
    detail: 'It stops now and can be resumed at the next start. What is finished is kept.',
    buttons: ['Stop and Quit', 'Keep Running'],
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
  return response === 0
}
