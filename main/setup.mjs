/**
 * Makes a fresh clone ready: installs the exact packages of package-lock.json when they are not there yet.
 * Runs on the system's Node (20 or newer) before the npm scripts; everything after it runs on the project's own Node,
 * which is one of those packages.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const marker = join(root, 'node_modules', '.rungs-setup')

installPackages()

function installPackages() {
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  console.error('Installing packages (once, about a minute) …')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']]
  const result = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // Standard output belongs to the command that the user asked for.
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  })
  if (result.status !== 0) {
    console.error('The packages could not be installed. Nothing else was changed; check the network and run the command again.')
    process.exit(1)
  }
  writeFileSync(marker, wanted)
}
