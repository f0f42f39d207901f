import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { benchDataset } from './bench-dataset.ts'
import { median } from './median.ts'
import { printTable } from './print-table.ts'
import { runChild } from './run-child.ts'
import { sweepSearches } from './sweep-recipes.ts'

const aim = 10
const peers = fileURLToPath(new URL('./peers/', import.meta.url))

const RungsSweep = z.object({
  elapsedMs: z.number(),
  cpuMs: z.number(),
  recipes: z.number(),
  queries: z.number(),
  peakBytes: z.number(),
  stagesMs: z.record(z.string(), z.number()),
})

const PeerRecipe = z.object({
  chunks: z.number(),
  mode: z.enum(['fulltext', 'vector', 'hybrid']),
  splitMs: z.number(),
  storeMs: z.number(),
  queryMs: z.number(),
  concurrentQueryMs: z.number(),
})
type PeerRecipe = z.infer<typeof PeerRecipe>

const PeerSweep = z.object({
  readyMs: z.number(),
  queries: z.number(),
  recipes: z.array(PeerRecipe),
  peakBytes: z.number(),
})
type PeerSweep = z.infer<typeof PeerSweep>

/** The three ways in which the peer is measured, each in a process of its own, between runs of Rungs. */
const peerRuns = [
  { fulltext: 'bm25', cache: 'plain', queries: 10 },
  { fulltext: 'lancedb', cache: 'plain', queries: 40 },
  { fulltext: 'lancedb', cache: 'cached', queries: 40 },
] as const

/** The same 24 recipes by Rungs and by LangChain.js, from files to scores, on one stub embedding service. */
export async function benchSweep(): Promise<void> {
  const { name, note } = benchDataset()
  if (note) process.stdout.write(`${note}\n`)
  installPeers()
  const rungs: z.infer<typeof RungsSweep>[] = []
  const measureRungs = async () => {
    const script = fileURLToPath(new URL('./rungs-sweep.ts', import.meta.url))
    rungs.push(RungsSweep.parse(JSON.parse(await runChild([script]))))
  }
  const measured = []
  await measureRungs()
  for (const peer of peerRuns) {
    const output = await runChild([`${peers}langchain-sweep.ts`, peer.fulltext, peer.cache, String(peer.queries)])
    await measureRungs()
    const neighboursMs = rungs.slice(-2).map(({ elapsedMs }) => elapsedMs)
    measured.push({ ...peer, sweep: PeerSweep.parse(JSON.parse(output)), rungsMs: median(neighboursMs) })
  }
  const rungsMs = median(rungs.map(({ elapsedMs }) => elapsedMs))
  const { recipes, queries } = rungs[0]!
  const seconds = (ms: number) => `${Math.round(ms / 1000)} s`
  const ratio = (ms: number, ownMs: number) => `${(ms / ownMs).toFixed(1)} ×`
  const describe = (fulltext: string, cache: string) =>
    `LangChain.js, ${fulltext === 'bm25' ? 'its BM25Retriever' : 'BM25Retriever replaced by LanceDB full text'}${cache === 'cached' ? ', CacheBackedEmbeddings' : ''}`
  printTable(`Sweep of ${recipes} recipes on ${name}, ${queries} queries, from the files to all scores`, [
    ['what', 'time', 'ratio to Rungs', `at least ${aim} ×`],
    [`Rungs (whole, median of ${rungs.length})`, seconds(rungsMs), '1 ×', ''],
    ...measured.map(({ fulltext, cache, sweep, rungsMs: ownMs }) => {
      const plain = plainMs(sweep)
      return [describe(fulltext, cache), seconds(plain), ratio(plain, ownMs), plain / ownMs >= aim ? 'yes' : 'NO']
    }),
    ...measured
      .filter(({ fulltext, cache }) => fulltext === 'lancedb' && cache === 'plain')
      .map(({ fulltext, cache, sweep, rungsMs: ownMs }) => {
        const tuned = tunedMs(sweep)
        return [
          `${describe(fulltext, cache)}, rewritten by hand *`,
          seconds(tuned),
          ratio(tuned, ownMs),
          '(not the aim)',
        ]
      }),
  ])
  const stages = Object.entries(rungs.at(-1)!.stagesMs).filter(([, ms]) => ms > 0)
  process.stdout.write(
    `LangChain's times are worked out from measured parts; each is compared with the runs of Rungs just before and after it. LangChain's recipes: every chunking split, embedded and stored in full for full text, vectors and one hybrid; its time per query is measured on the first ${peerRuns[0].queries} (BM25Retriever) or ${peerRuns[1].queries} queries and taken ${queries} times; the other ${sweepSearches.length - 3} hybrids of a chunking count as the first.
* Chunks and stores made once per chunking instead of once per recipe, eight queries under way at once.
Rungs: all times ${rungs.map(({ elapsedMs }) => seconds(elapsedMs)).join(', ')}; processor time ${seconds(median(rungs.map(({ cpuMs }) => cpuMs)))}; peak memory ${Math.round(Math.max(...rungs.map(({ peakBytes }) => peakBytes)) / 1e6)} MB, LangChain ${Math.round(Math.max(...measured.map(({ sweep }) => sweep.peakBytes)) / 1e6)} MB.
Rungs' last sweep by stage: ${stages.map(([stage, ms]) => `${stage} ${(ms / 1000).toFixed(1)} s`).join(', ')}.
`,
  )
}

/** Every recipe for itself, one query after another. */
function plainMs({ readyMs, queries, recipes }: PeerSweep): number {
  const recipeMs = ({ splitMs, storeMs, queryMs }: PeerRecipe) => splitMs + storeMs + queries * queryMs
  return readyMs + recipes.reduce((sum, recipe) => sum + recipesOf(recipe.mode) * recipeMs(recipe), 0)
}

/** Split and stored once per chunking (the hybrid recipe's store has both sides), queries eight at a time. */
function tunedMs({ readyMs, queries, recipes }: PeerSweep): number {
  return recipes.reduce((sum, { mode, splitMs, storeMs, concurrentQueryMs }) => {
    const buildMs = mode === 'hybrid' ? splitMs + storeMs : 0
    return sum + buildMs + recipesOf(mode) * queries * concurrentQueryMs
  }, readyMs)
}

/** How many of the sweep's recipes on one chunking a measured one stands for. */
function recipesOf(mode: PeerRecipe['mode']): number {
  return sweepSearches.filter((search) => search.mode === mode).length
}

/** The peers are no dependency of Rungs: they are installed here, exactly as locked, when the benchmark first runs. */
function installPeers(): void {
  if (existsSync(`${peers}node_modules/@langchain/core`)) return
  process.stdout.write('Installing LangChain.js for comparison (once) …\n')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']]
  const result = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: peers,
    stdio: 'inherit',
    shell: !npm && process.platform === 'win32',
  })
  if (result.status !== 0) throw new Error('LangChain.js could not be installed: check the network and try again.')
}
