import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { temporaryFolder } from '../temporary-folder.ts'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

const binary = join(
  process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(repository, 'node_modules/electron/dist'),
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron',
)

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)

/** Why Electron cannot be run here; null when it can. */
export const electronObstacle = !existsSync(binary)
  ? 'skipped: no Electron binary'
  : hasDisplay
    ? null
    : 'skipped: no display'

export interface ElectronSession extends AsyncDisposable {
  readonly app: ElectronApplication
  readonly page: Page
  readonly folder: string
  readonly workspaceFolder: string
}

/**
 * Starts the desktop app of `npm run build` and `npm run build:main` on an empty profile.
 * @param given the workspace to open; by default an empty one, which goes with the session.
 */
export async function launchElectron(given?: string): Promise<ElectronSession> {
  const folder = temporaryFolder()
  const workspaceFolder = given ?? join(folder.path, 'workspace')
  const app = await _electron.launch({
    executablePath: binary,
    args: [repository, `--user-data-dir=${join(folder.path, 'profile')}`],
    env: { ...process.env, RUNGS_WORKSPACE: workspaceFolder } as Record<string, string>,
    // Without it Playwright starts the app without the sandbox that is to be tested. Root cannot have one.
    chromiumSandbox: process.getuid?.() !== 0,
  })
  return {
    app,
    page: await app.firstWindow(),
    folder: folder.path,
    workspaceFolder,
    [Symbol.asyncDispose]: async () => {
      await app.close()
      folder[Symbol.dispose]()
    },
  }
}
