import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../../main/engine/engine.ts'
import { openWorkspace } from '../../../main/open-workspace.ts'
import { ImportRequest } from '../../../shared/domain/dataset-import.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const sets = [
  { name: 'scifact', split: 'train', fulltext: 0.69, vector: 0.63 },
  { name: 'cranfield', split: 'test', fulltext: 0.37, vector: 0.385 },
  { name: 'tatqa-dev', split: 'test', fulltext: 0.7, vector: 0.62 },
  { name: 'pubmedqa', split: 'train', fulltext: 0.97, vector: 0.95 },
  { name: 'xquad', split: 'test', fulltext: 0.97, vector: 0.95 },
] as const
const hybridMean = 0.748

const available = existsSync(data)

describe.skipIf(!available)(
  `retrieval quality on real data${available ? '' : ' (skipped: ../shared is not here)'}`,
  () => {
    let folder: string
    let engine: Engine
    const ndcg = new Map<string, number>()

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'rungs-quality-'))
      const quiet = { info: () => {}, warn: () => {} }
      engine = await openWorkspace(folder, { access: 'write', log: quiet })
      for (const { name, split } of sets) {
        engine.datasets.import(ImportRequest.parse({ paths: [join(data, name)] }))
        await engine.jobs.idle()
        const { runIds } = engine.experiments.start(
          SweepSpec.parse({
            eval: name,
            split,
            base: { chunking: { kind: 'none' } },
            grid: { 'search.mode': ['fulltext', 'vector', 'hybrid'] },
          }),
        )
        await engine.jobs.idle()
        const { runs } = await engine.experiments.compare(runIds, undefined, ['ndcg@10'])
        for (const { run, metrics } of runs)
          ndcg.set(`${name} ${run.recipe!.search.mode}`, metrics[0]?.value ?? Number.NaN)
      }
    }, 300_000)

    afterAll(async () => {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    })

    for (const { name, fulltext, vector } of sets) {
      it(`${name}: full-text search reaches nDCG@10 ${fulltext}, vector search ${vector}`, () => {
        expect(ndcg.get(`${name} fulltext`)).toBeGreaterThanOrEqual(fulltext)
        expect(ndcg.get(`${name} vector`)).toBeGreaterThanOrEqual(vector)
      })
    }

    it(`hybrid search: reaches nDCG@10 ${hybridMean} on the mean of the five sets, above full text and vectors alone`, () => {
      const mean = (mode: string) => sets.reduce((sum, { name }) => sum + ndcg.get(`${name} ${mode}`)!, 0) / sets.length
      expect(mean('hybrid')).toBeGreaterThanOrEqual(hybridMean)
      expect(mean('hybrid')).toBeGreaterThan(mean('fulltext'))
      expect(mean('hybrid')).toBeGreaterThan(mean('vector'))
    })
  },
)
