import { setFlagsFromString } from 'node:v8'

// Before anything is loaded: keeps V8's space for new objects small, which saves hundreds of megabytes in a large run
// and costs no time. Workers that are started later take it over.
setFlagsFromString('--semi-space-growth-factor=1')

const { serveEngine } = await import('./electron/serve-engine.ts')

const log = {
  info: (message: string) => process.stderr.write(`${message}\n`),
  warn: (message: string) => process.stderr.write(`${message}\n`),
}

serveEngine(process.parentPort, log, () => process.exit(0))
