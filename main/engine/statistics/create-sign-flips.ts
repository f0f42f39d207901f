import { createRandom } from '../../../shared/domain/random.ts'

/** Groups of eight examples whose signs are kept: 40 MB at 10,000 draws, enough for 32,000 examples. */
const maxKeptGroups = 4000

/** Seeded random signs, the same for every array: bit b of draw i in group g is the sign of example 8 g + b. */
export interface SignFlips {
  readonly draws: number
  /** One byte per draw. Do not change them. Shape [draws]. */
  group(index: number): Uint8Array
}

export interface SignFlipsOptions {
  /** Any integer; the same seed gives the same signs on every machine. */
  readonly seed: number
  readonly draws?: number
}

/** Random signs, drawn once for each group of eight examples and shared by all measures and runs. */
export function createSignFlips({ seed, draws = 10_000 }: SignFlipsOptions): SignFlips {
  const kept = new Map<number, Uint8Array>()
  return {
    draws,
    group(index) {
      const known = kept.get(index)
      if (known) return known
      const random = createRandom(seed ^ Math.imul(index + 1, 0x9e3779b1))
      const words = new Uint32Array(Math.ceil(draws / 4))
      for (let word = 0; word < words.length; word++) words[word] = random() * 4294967296
      const bytes = new Uint8Array(draws)
      // By arithmetic, not by a view: the order of a word's bytes differs between machines.
      for (let draw = 0; draw < draws; draw++) bytes[draw] = words[draw >>> 2]! >>> (8 * (draw & 3))
      if (index < maxKeptGroups) kept.set(index, bytes)
      return bytes
    },
  }
}
