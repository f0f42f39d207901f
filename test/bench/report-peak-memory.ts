import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

// Loaded into a measured process with --import: at its end it says how much memory all its threads had at most.
const file = process.env.RUNGS_BENCH_PEAK_FILE
if (file && isMainThread) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)))
