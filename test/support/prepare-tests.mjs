/**
 * Brings what the tests need beyond the packages: a Chromium, and the page built from the present sources.
 * Runs in `pretest`, after the packages are there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

if (!findChromium()) installChromium()
run('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'])

function installChromium() {
  console.error('Installing Chromium for the tests (once) …')
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-qq'], quiet)
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
  } else {
    run('npx', ['playwright-core', 'install', 'chromium'])
  }
  if (findChromium()) return
  console.error('No Chromium could be installed, so the tests of the page cannot run.')
  process.exit(1)
}

function run(command, args, environment = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  })
  if (result.status === 0) return
  console.error(`\`${command} ${args.join(' ')}\` failed.`)
  process.exit(1)
}
