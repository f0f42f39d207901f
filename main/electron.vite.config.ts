import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/**
 * The desktop app's own code as ES modules: main process, engine process, and the tasks of its worker threads. All lie
 * in one folder, as they find each other by their names. Packages are not bundled: some hold native code.
 */
export default defineConfig({
  root: path('.'),
  // Electron 45 has Node 24.
  build: {
    ssr: true,
    target: 'node24',
    outDir: path('../dist/main'),
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        electron: path('./electron.ts'),
        'engine-process': path('./engine-process.ts'),
        'compute-tasks': path('./adapters/worker-threads/compute-tasks.ts'),
        'parquet-task': path('./adapters/parquet/parquet-task.ts'),
      },
      external: ['electron'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  plugins: [
    {
      name: 'sample-dataset',
      // The engine reads the sample's documents as files.
      writeBundle: ({ dir }) => {
        for (const folder of ['dataset', 'general-suite']) {
          cpSync(path(`./sample/${folder}`), `${dir}/sample/${folder}`, { recursive: true })
        }
      },
    },
  ],
})
