import { createRandom } from '../../../shared/domain/random.ts'

/** Resamples of one block: enough to fill the loops, few enough that a block of 800 examples stays in a core's cache. */
const blockResamples = 64
const defaultMaxCachedBytes = 64 * 1024 * 1024

/**
 * For one resample of n draws from positions 0 to n - 1, entry j is the number of draws from position j or above; entry
 * 0 is n. With values in ascending order the resample's sum is then Σ (x[j] - x[j-1]) · entry[j] over the positions
 * where the value rises, which is short where many examples share a value, as scores do.
 */
export type DrawTails = Uint16Array | Uint32Array

/**
 * One block of resamples.
 * @param tails rows of n entries each, the first of them at index `at`.
 * @param first the block's first resample, counted from 0; `rows` is how many it holds.
 */
export type VisitResamples = (tails: DrawTails, at: number, first: number, rows: number) => void

/** Seeded draws with replacement, the same for every array of the same length. */
export interface Resampling {
  readonly resamples: number
  /** Visits all resamples of n ≥ 1 positions, block by block, always in the same order and with the same draws. */
  forEachBlock(n: number, visit: VisitResamples): void
}

export interface ResamplingOptions {
  /** Any integer; the same seed gives the same draws on every machine. */
  readonly seed: number
  readonly resamples?: number
  /** Draws are kept for further arrays of the same length up to this size, and drawn again beyond it. */
  readonly maxCachedBytes?: number
}

/**
 * Bootstrap draws, made once for each number of examples and shared by all measures and runs that have that many.
 * Resampling positions of sorted values instead of examples changes nothing: draws do not know the order.
 */
export function createResampling(options: ResamplingOptions): Resampling {
  const { seed, resamples = 10_000, maxCachedBytes = defaultMaxCachedBytes } = options
  const cache = new Map<number, DrawTails>()
  let cachedBytes = 0

  const keep = (n: number): DrawTails => {
    const bytes = resamples * n * bytesPerEntry(n)
    for (const [oldest, tails] of cache) {
      if (cachedBytes + bytes <= maxCachedBytes) break
      cache.delete(oldest)
      cachedBytes -= tails.byteLength
    }
    const tails = allocate(n, resamples)
    const random = createRandom(seed)
    for (let resample = 0; resample < resamples; resample++) drawTails(tails, resample * n, n, random)
    cache.set(n, tails)
    cachedBytes += bytes
    return tails
  }

  return {
    resamples,
    forEachBlock(n, visit) {
      if (resamples * n * bytesPerEntry(n) <= maxCachedBytes) {
        const tails = cache.get(n) ?? keep(n)
        for (let first = 0; first < resamples; first += blockResamples) {
          visit(tails, first * n, first, Math.min(blockResamples, resamples - first))
        }
        return
      }
      const block = allocate(n, blockResamples)
      const random = createRandom(seed)
      for (let first = 0; first < resamples; first += blockResamples) {
        const rows = Math.min(blockResamples, resamples - first)
        block.fill(0)
        for (let row = 0; row < rows; row++) drawTails(block, row * n, n, random)
        visit(block, 0, first, rows)
      }
    },
  }
}

/** A count never exceeds n, so 16 bits hold it up to n = 65,535. */
function bytesPerEntry(n: number): 2 | 4 {
  return n <= 0xffff ? 2 : 4
}

function allocate(n: number, resamples: number): DrawTails {
  return bytesPerEntry(n) === 2 ? new Uint16Array(n * resamples) : new Uint32Array(n * resamples)
}

/** Draws n positions into a row of zeros, then turns the counts into sums from the end. */
function drawTails(tails: DrawTails, at: number, n: number, random: () => number): void {
  for (let draw = 0; draw < n; draw++) {
    const position = at + Math.floor(random() * n)
    tails[position] = tails[position]! + 1
  }
  let total = 0
  for (let index = at + n - 1; index >= at; index--) {
    total += tails[index]!
    tails[index] = total
  }
}
