import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchDataset } from './bench-dataset.ts'
import { printTable } from './print-table.ts'
import { runChild } from './run-child.ts'

const limitMegabytes = 700
const repetitions = 3
const cli = fileURLToPath(new URL('../../main/cli.ts', import.meta.url))
const reporter = new URL('./report-peak-memory.ts', import.meta.url).href

/** Importing and sweeping through the real command line: how much memory each process, with all its threads, had at most. */
export async function benchMemory(): Promise<void> {
  const { path, name, split, note } = benchDataset()
  if (note) process.stdout.write(`${note}\n`)
  const sweep = {
    eval: name,
    split,
    grid: {
      chunking: [
        { kind: 'none' },
        { kind: 'recursive', sizeTokens: 200, overlapTokens: 50 },
        { kind: 'recursive', sizeTokens: 400, overlapTokens: 50 },
        { kind: 'sentence', sizeTokens: 200, overlapTokens: 0 },
      ],
      'search.mode': ['fulltext', 'vector', 'hybrid'],
    },
  }
  const peaks = { import: 0, sweep: 0 }
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const folder = mkdtempSync(join(tmpdir(), 'rungs-bench-'))
    const measure = async (...args: string[]) => {
      const file = join(folder, 'peak')
      await runChild(['--import', reporter, cli, ...args, '--workspace', join(folder, 'workspace')], {
        RUNGS_BENCH_PEAK_FILE: file,
      })
      return Number(readFileSync(file, 'utf8'))
    }
    try {
      writeFileSync(join(folder, 'sweep.json'), JSON.stringify(sweep))
      peaks.import = Math.max(peaks.import, await measure('import', path, '--name', name))
      peaks.sweep = Math.max(peaks.sweep, await measure('sweep', join(folder, 'sweep.json')))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const row = (what: string, bytes: number) => [
    what,
    `${Math.round(bytes / 1e6)} MB`,
    `${limitMegabytes} MB`,
    bytes / 1e6 < limitMegabytes ? 'yes' : 'NO',
  ]
  printTable(
    `Memory (${name}, resident, all threads of the process, highest of ${repetitions} runs; 1 MB = 10⁶ bytes)`,
    [
      ['what', 'peak', 'limit', 'under it'],
      row('rungs import', peaks.import),
      row('rungs sweep, 4 chunkings × 3 modes, built-in embedder', peaks.sweep),
    ],
  )
}
