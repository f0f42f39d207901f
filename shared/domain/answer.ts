import { z } from 'zod'

/** Tokens of one call as its provider counts them. */
export const TokenUsage = z.object({
  /** All of the prompt, cached part included. */
  inputTokens: z.int().nonnegative(),
  /** The part of the prompt that was billed at the lower price. */
  cachedInputTokens: z.int().nonnegative(),
  /** Reasoning included. */
  outputTokens: z.int().nonnegative(),
})
export type TokenUsage = z.infer<typeof TokenUsage>

/** A passage as the model saw it: number n in the prompt is the n-th of them. */
export const SentPassage = z.object({
  /** Position of the chunk in the run's chunk set. */
  chunk: z.int().nonnegative(),
  docId: z.string(),
  title: z.string(),
  /** The range that was sent, half-open, in UTF-16 code units of the document. */
  start: z.int().nonnegative(),
  end: z.int().positive(),
  tokens: z.int().nonnegative(),
})
export type SentPassage = z.infer<typeof SentPassage>

/**
 * Why an answer is wrong, the first that holds: `unanswerable` (no answer exists, and one was given), `judgeError` (a person
 * overruled the judge), `notRetrieved` (no gold in the ranking), `rankedLow` (gold in the ranking, not among what was sent),
 * `unsupported` (says what no source says), `format` (not in the form asked for), `ignored` (gold was sent, to no avail).
 */
export const Triage = z.enum([
  'notRetrieved',
  'rankedLow',
  'ignored',
  'unsupported',
  'format',
  'judgeError',
  'unanswerable',
])
export type Triage = z.infer<typeof Triage>

/** Why there is no answer to score. */
export const AnswerFailure = z.object({
  kind: z.enum(['refused', 'tooLong', 'malformed', 'unavailable']),
  message: z.string(),
})
export type AnswerFailure = z.infer<typeof AnswerFailure>

/** What a model answered to one example, once. Stored before it is scored, and never asked for again. */
export const Answer = z.object({
  queryId: z.string(),
  /** From 0. */
  repetition: z.int().nonnegative(),
  text: z.string(),
  /** The answer says that nothing was found. */
  abstained: z.boolean(),
  finishReason: z.enum(['stop', 'length', 'refusal', 'other']),
  failure: AnswerFailure.nullable(),
  passages: z.array(SentPassage),
  /** Numbers of the sources it cites, from 1, each once; those that do not exist are left out and counted. */
  citations: z.array(z.int().positive()),
  brokenCitations: z.int().nonnegative(),
  usage: TokenUsage.nullable(),
  /** Wall time of each stage in ms; of a cached answer, that of its first execution. */
  latencyMs: z.object({ assemble: z.number().nonnegative(), generate: z.number().nonnegative() }),
  /** From the cache: its cost and latency are those of its first execution. */
  cached: z.boolean(),
  /** What it costs, whoever paid; null when the price is not known. */
  costUsd: z.number().nonnegative().nullable(),
})
export type Answer = z.infer<typeof Answer>

/** The score that one evaluator gave to one answer. */
export const Evaluation = z.object({
  /** `judge.quality#1a2b3c4d`: kind, name and version. */
  measure: z.string(),
  queryId: z.string(),
  repetition: z.int().nonnegative(),
  /** 0–1; null when it could not be scored, with the reason saying why. */
  score: z.number().min(0).max(1).nullable(),
  reason: z.string(),
})
export type Evaluation = z.infer<typeof Evaluation>
