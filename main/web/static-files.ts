import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { AppError } from '../../shared/domain/app-error.ts'

export interface StaticFile {
  readonly bytes: Buffer
  readonly mediaType: string
  readonly cacheControl: string
}

/** By path as it stands in an address, e.g. `/assets/index-B3f0aZ9k.js`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * Reads the built page. What is not in the list does not exist for the host, so no address can lead anywhere else.
 * Throws AppError NOT_FOUND when the page was not built.
 */
export async function loadStaticFiles(folder: string): Promise<StaticFiles> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new AppError(
      'NOT_FOUND',
      `The app's page is not built yet (no index.html in ${folder}). Nothing was started; run \`npm run build\`, then start again.`,
      { folder },
    )
  }
  const files = new Map<string, StaticFile>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const absolutePath = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, absolutePath).replaceAll(sep, '/')}`
    files.set(path, {
      bytes: await readFile(absolutePath),
      mediaType: mediaTypes[extname(entry.name).toLowerCase()] ?? 'application/octet-stream',
      cacheControl: isHashed(path) ? 'private, max-age=31536000, immutable' : 'no-cache',
    })
  }
  return files
}

/** Vite puts a hash of the content into these names: another content has another name. */
function isHashed(path: string): boolean {
  return /^\/assets\/.*-[\w-]{8,}\.\w+$/.test(path)
}
