import * as tasks from '../../main/adapters/worker-threads/compute-tasks.ts'
import type { Compute } from '../../main/ports/compute.ts'

/** Does on this thread what the worker threads do: the same functions, without a pool to start. */
export const inlineCompute: Compute = {
  chunk: async (documents, chunking) => tasks.chunk({ documents, chunking }),
  fitEmbedder: async (texts, embedding) => tasks.fitEmbedder({ texts, embedding }),
  embed: async (model, texts) => tasks.embed({ model, texts }),
  estimateMeans: async (columns, seed) => tasks.estimateMeans({ columns, seed }),
  estimateQuantiles: async (values, quantiles, seed) => tasks.estimateQuantiles({ values, quantiles, seed }),
  comparePairs: async (baseline, runs, seed) => tasks.comparePairs({ baseline, runs, seed }),
  compareQuantiles: async (baseline, runs, quantile, seed) =>
    tasks.compareQuantiles({ baseline, runs, quantile, seed }),
  decideLadder: async (metric, candidates, terms, seed) => tasks.decideLadder({ metric, candidates, terms, seed }),
  preflight: async (task) => tasks.preflight(task),
  close: async () => {},
}
