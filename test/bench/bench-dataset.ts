import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A dataset that the benchmark imports. */
export interface BenchDataset {
  readonly path: string
  readonly name: string
  readonly split: string
  /** Said in the output when it is not what the figures are meant for. */
  readonly note: string | null
}

/** SciFact from the folder `shared` beside the checkout, else the sample that ships with Rungs. */
export function benchDataset(): BenchDataset {
  const scifact = fileURLToPath(new URL('../../../shared/data/scifact/', import.meta.url))
  if (existsSync(scifact)) return { path: scifact, name: 'scifact', split: 'train', note: null }
  return {
    path: fileURLToPath(new URL('../../main/sample/dataset/', import.meta.url)),
    name: 'sample',
    split: 'test',
    note: '../shared/data/scifact is not here: measured on the sample project instead, which is too small for figures that mean much.',
  }
}
