/**
 * Adds to package-lock.json the platform packages that npm left out because the registry in use does not carry
 * them, or because of the machine it ran on. Without an entry for each, `npm ci` fails on the other platforms.
 * Run after every `npm install`: `node test/support/complete-lockfile.mjs`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const systems = {
  android: 'android',
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
}
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** Optional dependencies that have no lockfile entry, as `{ parent, name, version }`. */
export function missingOptionalEntries(lock) {
  const missing = []
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!resolves(lock, parent, name)) missing.push({ parent, name, version })
    }
  }
  return missing
}

function resolves(lock, parent, name) {
  for (
    let base = parent;
    ;
    base = base.includes('/node_modules/') ? base.slice(0, base.lastIndexOf('/node_modules/')) : ''
  ) {
    if (lock.packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true
    if (!base) return false
  }
}

/** The os, cpu and libc that a platform package's name states, e.g. `binding-linux-arm64-musl`. */
export function platformOf(name) {
  const words = name.slice(name.indexOf('/') + 1).split('-')
  const os = words.map((word) => systems[word]).find(Boolean)
  const cpu = words.map((word) => processors.find((processor) => processor === word)).find(Boolean)
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu')) && os === 'linux'
      ? 'glibc'
      : undefined
  return { os, cpu, libc }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = new URL('../../package-lock.json', import.meta.url)
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  for (const { parent, name, version } of missingOptionalEntries(lock)) {
    const { os, cpu, libc } = platformOf(name)
    if (!os && !cpu) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(lock.packages[parent].dev && { dev: true }),
      ...(libc && { libc: [libc] }),
      optional: true,
      ...(os && { os: [os] }),
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
}
