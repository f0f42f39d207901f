import { setFlagsFromString } from 'node:v8'

/** More arenas make allocation by many threads faster; measured on two cores, two of them are as fast as sixteen. */
const mallocArenas = '2'

/**
 * Bounds what this process keeps beyond what it uses. Called first by a host, before anything large is loaded: measured
 * on a sweep of SciFact, its peak falls by more than 200 MB, at the same speed.
 *
 * - V8 would let its space for new objects grow to 130 MB in each thread.
 * - V8 would let the old objects grow to four times what is alive before it collects them: a run of 100,000 examples, of
 *   which 150 MB are alive, took 850 MB; with half as much again as is alive it stays under 600 MB.
 * - Of the memory that LanceDB's hundred threads have freed, glibc keeps a part for each thread. How many parts there are
 *   can only be said before a process starts, so on Linux it starts over, as the same process, unless it is said already.
 */
export function boundMemory(): void {
  if (process.platform === 'linux' && process.env.MALLOC_ARENA_MAX === undefined && process.execve) {
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
      ...process.env,
      MALLOC_ARENA_MAX: mallocArenas,
    })
  }
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=50')
}
