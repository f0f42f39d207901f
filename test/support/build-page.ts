import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const cacheFolder = join(repository, 'node_modules', '.cache', 'rungs-page')

/** Everything that the page is built from, and how; the lock file stands for the libraries. */
const sources = ['renderer', 'shared', 'package-lock.json', 'test/support/build-page.ts']

const msPerDay = 86_400_000

let built: Promise<string> | null = null

/**
 * The page as it ships, built from the present sources. It is built once for as long as they stay the same, whatever
 * test files and runs need it. @returns its folder, which is shared: nobody may write to it.
 */
export function buildPage(): Promise<string> {
  built ??= findOrBuild()
  return built
}

async function findOrBuild(): Promise<string> {
  const folder = join(cacheFolder, await hashOfSources())
  if (existsSync(folder)) return folder
  await mkdir(cacheFolder, { recursive: true })
  await removeOldBuilds()
  const partial = await mkdtemp(join(cacheFolder, 'partial-'))
  // A process of its own: under the `NODE_ENV` of a test runner Vite would take React's slow development build.
  await promisify(execFile)(
    process.execPath,
    [
      join(repository, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      ...['--config', join(repository, 'renderer', 'vite.config.ts')],
      ...['--outDir', partial, '--emptyOutDir', '--logLevel', 'error'],
    ],
    { env: { ...process.env, NODE_ENV: 'production' } },
  )
  try {
    await rename(partial, folder)
  } catch (error) {
    // Another process that began at the same time was first; its page is the same.
    await rm(partial, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    const path = join(repository, source)
    const files = (await stat(path)).isDirectory() ? await filesIn(path) : [path]
    for (const file of files) {
      hash.update(`\0${file.slice(repository.length)}\0`)
      hash.update(await readFile(file))
    }
  }
  return hash.digest('hex').slice(0, 16)
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
}

/** Builds of a day ago may be in use by nobody. */
async function removeOldBuilds(): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const folder = join(cacheFolder, name)
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > msPerDay) await rm(folder, { recursive: true, force: true })
  }
}
