import { fileURLToPath } from 'node:url'
import { app, dialog, protocol } from 'electron'
import { startDesktopApp } from './electron/desktop-app.ts'
import { pageScheme } from './electron/page-address.ts'

// The desktop app's main process. Runs as dist/main/electron.js, beside the other bundles and dist/renderer.

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// All of this has to be said before Electron is ready.
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])
app.enableSandbox()
app.setAppUserModelId('app.rungs.desktop')

if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(() =>
      startDesktopApp({
        pageFolder: beside('../renderer'),
        preload: beside('./preload.cjs'),
        engineEntry: beside('./engine-process.js'),
      }),
    )
    .catch((error: unknown) => {
      dialog.showErrorBox('Rungs cannot start', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
} else app.quit()
