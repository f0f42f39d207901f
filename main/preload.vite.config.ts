import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** The preload as one CommonJS file: a sandboxed preload can be nothing else. Built after electron.vite.config.ts. */
export default defineConfig({
  root: path('.'),
  ssr: { noExternal: true },
  build: {
    ssr: path('./preload.ts'),
    target: 'node24',
    outDir: path('../dist/main'),
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs' },
    },
  },
})
