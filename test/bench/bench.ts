import { availableParallelism } from 'node:os'
import { benchAnswers } from './answers-bench.ts'
import { benchMemory } from './memory-bench.ts'
import { benchOverhead } from './overhead-bench.ts'
import { benchCompare } from './page/compare-bench.ts'
import { benchPage } from './page/page-bench.ts'
import { benchPromptfoo } from './promptfoo-bench.ts'
import { benchReports } from './report-bench.ts'
import { benchScheduler } from './scheduler-bench.ts'
import { benchStatistics } from './statistics-bench.ts'
import { benchSweep } from './sweep-bench.ts'

// `npm run bench [name]`: everything is measured on this machine, in this run; only ratios and limits are judged.

const benches = {
  memory: benchMemory,
  overhead: benchOverhead,
  scheduler: benchScheduler,
  answers: benchAnswers,
  sweep: benchSweep,
  statistics: benchStatistics,
  reports: benchReports,
  page: benchPage,
  compare: benchCompare,
  promptfoo: benchPromptfoo,
}
/** Only when it is asked for by name: it installs what nobody else needs. */
const onlyByName: ReadonlySet<string> = new Set(['promptfoo'])

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.\n`)
  process.exit(2)
}
process.stdout.write(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} processors\n`,
)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.includes(name) || (wanted.length === 0 && !onlyByName.has(name))) await bench()
}
