/**
 * Makes a fresh clone ready: installs the exact packages of package-lock.json when they are not there yet.
 * Runs on the system's Node (20 or newer) before the npm scripts; everything after it runs on the project's own Node,
 * which is one of those packages.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

if (!packagesAreInstalled()) installPackages()

/** npm writes down what it installed; every package that is not bound to another platform must be there. */
function packagesAreInstalled() {
  const wanted = readPackages('package-lock.json')
  const installed = readPackages(join('node_modules', '.package-lock.json'))
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages
  } catch {
    return null
  }
}

function installPackages() {
  console.error('Installing packages (once, about a minute) …')
  const npm = process.env.npm_execpath
  const [command, before] = npm ? [process.execPath, [npm]] : ['npm', []]
  const result = spawnSync(command, [...before, ...installation(), '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // Standard output belongs to the command that the user asked for.
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  })
  if (result.status === 0) return
  console.error('The packages could not be installed. Check the network and run the command again.')
  process.exit(1)
}

/**
 * `npm ci` deletes node_modules first. Windows cannot delete the Node in there while this very script runs on it, so
 * there an installation that exists is brought up to date instead, without a change to package-lock.json.
 */
function installation() {
  const runsOnInstalledNode = process.execPath.startsWith(join(root, 'node_modules'))
  return process.platform === 'win32' && runsOnInstalledNode ? ['install', '--no-save'] : ['ci']
}
