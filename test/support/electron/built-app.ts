import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Where the bundles for the tests lie: in the repository, so that they find its packages. */
export const builtFolder = fileURLToPath(new URL('../../../dist/electron-test/', import.meta.url))

/** Bundles the desktop app as `npm run build:main` does, beside a page of two small files. */
export async function buildApp(): Promise<void> {
  for (const configFile of ['electron.vite.config.ts', 'preload.vite.config.ts']) {
    await build({
      configFile: fileURLToPath(new URL(`../../../main/${configFile}`, import.meta.url)),
      build: { outDir: `${builtFolder}main` },
      logLevel: 'error',
    })
  }
  mkdirSync(`${builtFolder}renderer/assets`, { recursive: true })
  writeFileSync(`${builtFolder}renderer/index.html`, '<!doctype html><title>Rungs</title>')
  writeFileSync(`${builtFolder}renderer/assets/index-B3f0aZ9k.js`, 'export {}')
  // Beside the page, as a file that must not be reached from it.
  writeFileSync(`${builtFolder}secret.txt`, 'not for the page')
}
