import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CorpusVersion } from '../domain/corpus.ts'
import { ModelPrice } from '../domain/model-price.ts'
import { OpenAiEmbedding, SweepSpec } from '../domain/recipe.ts'
import { SecretName, SecretState } from '../domain/secret.ts'

export const workspaceContract = {
  info: oc.output(
    z.object({
      name: z.string(),
      folder: z.string(),
      appVersion: z.string(),
      /** True while another process writes this workspace: everything can be read, nothing changed. */
      readOnly: z.boolean(),
      corpora: z.array(CorpusVersion),
      evalSets: z.int().nonnegative(),
      runs: z.int().nonnegative(),
    }),
  ),
  /** What the sample project is made of: import these paths under this name, then start this sweep. */
  sample: oc.output(z.object({ paths: z.array(z.string()), name: z.string(), sweep: SweepSpec })),
  /** Short tasks of general ability, to be imported: what a tuned model must not forget. */
  generalSuite: oc.output(z.object({ paths: z.array(z.string()), name: z.string() })),
  /** Versions, counts and settings for a fault report. Holds no secret, no document and no question. */
  diagnostics: oc.output(z.object({ report: z.string() })),
  /** Which secrets are set and where they are kept; never their values. */
  secrets: oc.output(
    z.object({
      secrets: z.array(SecretState),
      /** Where a new secret would be kept, in words. */
      storage: z.string(),
      /** What a user should know about that place, e.g. that it is not encrypted; null when there is nothing. */
      warning: z.string().nullable(),
    }),
  ),
  setSecret: oc.input(z.object({ name: SecretName, value: z.string().trim().min(1).max(4096) })).output(SecretState),
  removeSecret: oc.input(z.object({ name: SecretName })).output(z.object({ removed: z.boolean() })),
  /** Prices of models in force today, with where they come from. */
  prices: oc.output(z.object({ source: z.string(), date: z.iso.date(), prices: z.array(ModelPrice) })),
  /** Sends one short text to an embeddings server. */
  testEmbedding: oc
    .input(OpenAiEmbedding)
    .output(z.object({ dimensions: z.int().positive(), latencyMs: z.number().nonnegative() })),
}
