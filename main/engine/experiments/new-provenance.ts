import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { Provenance } from '../../../shared/domain/run.ts'

/** Seed of bootstraps and samples; fixed, so that the same evidence always gives the same figures. */
export const defaultSeed = 20260101

/** What a run rests on when it is made. What its index and its embedder were is added once they are known. */
export function newProvenance(
  { corpusVersionId, contentHash }: Pick<EvalSet, 'corpusVersionId' | 'contentHash'>,
  appVersion: string,
): Provenance {
  return {
    appVersion,
    corpusVersionId,
    evalSetHash: contentHash,
    indexId: null,
    chunks: null,
    indexTokens: null,
    indexBytes: null,
    indexBuildMs: null,
    embedder: null,
    vectorIndex: null,
    tokenizer: null,
    seed: defaultSeed,
  }
}
