/**
 * `npm start`: builds what is not built yet, then opens the desktop app; where Electron or a display is missing, says so
 * in one line and serves the app to a browser instead. `npm start -- --web` does that at once.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const electronFolder = join(root, 'node_modules', 'electron')

/** Fetching Electron's binary, about 120 MB, may take so long. */
const fetchWithinMs = 10 * 60_000

/** An app that ends with an error so soon could not open its window. */
const failedStartMs = 8_000

const args = process.argv.slice(2)
if (args.includes('--web')) serveInstead()
else {
  const obstacle = whyNoWindow() ?? fetchElectron()
  if (obstacle) serveInstead(obstacle)
  else openDesktopApp()
}

function openDesktopApp() {
  buildIfChanged('dist/renderer/index.html', ['renderer', 'shared'], ['renderer/vite.config.ts'])
  buildIfChanged(
    'dist/main/preload.cjs',
    ['main', 'shared'],
    ['main/electron.vite.config.ts', 'main/preload.vite.config.ts'],
  )
  const startedMs = performance.now()
  const app = spawn(electronBinary(), [root, ...args], { stdio: 'inherit' })
  const stop = () => app.kill('SIGTERM')
  process.on('SIGINT', stop).on('SIGTERM', stop)
  app.once('error', (error) => serveInstead(`Electron does not start (${error.message})`))
  app.once('exit', (code, signal) => {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    if (code !== 0 && signal !== 'SIGTERM' && performance.now() - startedMs < failedStartMs) {
      serveInstead('Electron ended at once')
    } else process.exitCode = code ?? 1
  })
}

function serveInstead(obstacle) {
  buildIfChanged('dist/renderer/index.html', ['renderer', 'shared'], ['renderer/vite.config.ts'])
  if (obstacle) console.error(`${obstacle}: open this address in a browser instead.`)
  const serve = [join(root, 'main', 'cli.ts'), 'serve', ...args.filter((arg) => arg !== '--web')]
  const host = spawn(process.execPath, serve, { stdio: 'inherit' })
  // Ctrl-C reaches the host by itself; it ends in order, and this process after it.
  const wait = () => undefined
  process.on('SIGINT', wait)
  process.on('SIGTERM', () => host.kill('SIGTERM'))
  host.once('exit', (code) => {
    process.exitCode = code ?? 1
    process.off('SIGINT', wait)
  })
}

/** @returns null when this session can open a window, else what is missing. */
function whyNoWindow() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display'
  if (process.getuid?.() === 0) return 'Electron keeps its sandbox and so does not run as root'
  return null
}

function electronBinary() {
  const name = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
  return join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist'), name)
}

/** Electron's package comes without its binary. @returns null when it is there, else what kept it away. */
function fetchElectron() {
  if (existsSync(electronBinary())) return null
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return 'There is no Electron in ELECTRON_OVERRIDE_DIST_PATH'
  if (!existsSync(join(electronFolder, 'install.js'))) return 'Electron is not installed'
  console.error('Fetching Electron (once, about 120 MB) …')
  spawnSync(process.execPath, [join(electronFolder, 'install.js')], { stdio: 'ignore', timeout: fetchWithinMs })
  return existsSync(electronBinary()) ? null : 'Electron could not be fetched'
}

/** Builds when there is no result yet or a source is newer. */
function buildIfChanged(result, folders, configs) {
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)),
  )
  const sourceMs = Math.max(...[join(root, 'package.json'), ...sources].map((path) => statSync(path).mtimeMs))
  const built = join(root, result)
  if (existsSync(built) && statSync(built).mtimeMs >= sourceMs) return
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', 'vite', 'package.json'), 'utf8'))
  const vite = join(root, 'node_modules', 'vite', bin.vite)
  for (const config of configs) {
    const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error', '--config', join(root, config)], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    })
    if (build.status === 0) continue
    console.error(`The app could not be built (${config}). Nothing was started.`)
    process.exit(1)
  }
}
