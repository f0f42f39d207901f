import { z } from 'zod'
import { MonitorId, RunId } from './ids.ts'

const Share = z.number().positive().max(100)
const Days = z.int().min(1).max(3650).nullable().default(null)

/** When to ask again, and how much worse is too much. */
export const MonitorTerms = z.strictObject({
  /** The measure of quality; it has a value for each question. */
  metric: z.string().min(1),
  /** Hours between two replays. */
  everyHours: z
    .int()
    .min(1)
    .max(24 * 90)
    .default(24),
  /** In the unit of the measure. */
  leastQualityDrop: z.number().positive().default(0.02),
  /** Share of the pinned run's p95. */
  leastLatencyRise: Share.default(0.25),
  /** Share of the pinned run's cost per 1,000 queries. */
  leastCostRise: Share.default(0.1),
  /** Fraction of the questions, 0–1. */
  leastRefusalRise: z.number().positive().max(1).default(0.05),
  /** Most that one replay may spend, US dollars; null = no limit but the month's. */
  capUsd: z.number().positive().max(1_000_000).nullable().default(null),
  /** Days after which the newest version of the corpus is called old. */
  corpusAgeDays: Days,
  /** Days after which building the index again, and training again, are due. */
  reindexAfterDays: Days,
  retrainAfterDays: Days,
})
export type MonitorTerms = z.infer<typeof MonitorTerms>

/** A deployed recipe that is asked the same questions again and again. */
export const Monitor = z.object({
  monitorId: MonitorId,
  name: z.string().trim().min(1).max(200),
  /** The pinned run: its recipe is replayed on its questions, and it is what replays are held against. */
  runId: RunId,
  terms: MonitorTerms,
  createdAt: z.iso.datetime(),
  isPaused: z.boolean(),
})
export type Monitor = z.infer<typeof Monitor>

export const CheckKind = z.enum(['quality', 'latency', 'cost', 'refusals'])
export type CheckKind = z.infer<typeof CheckKind>

/**
 * `drift`: worse by at least the limit, and the interval of the change does not hold 0. `watch`: worse by the limit, but
 * it may be chance. `unknown`: it cannot be said, for the reason in `reason`.
 */
export const CheckState = z.enum(['ok', 'watch', 'drift', 'unknown'])
export type CheckState = z.infer<typeof CheckState>

/** One thing that a replay is held against the pinned run on. */
export const ReplayCheck = z.object({
  kind: CheckKind,
  unit: z.enum(['fraction', 'ms', 'count', 'bytes', 'tokens', 'usd']),
  state: CheckState,
  reason: z.string().nullable(),
  /** Of the pinned run and of the replay: mean, p95 of a whole query, US dollars per 1,000 queries, share that abstained. */
  pinned: z.number().nullable(),
  value: z.number().nullable(),
  /** value − pinned with its 95 % interval: BCa over paired questions, bootstrap of the p95. */
  change: z.number().nullable(),
  ciLow: z.number().nullable(),
  ciHigh: z.number().nullable(),
  n: z.int().nonnegative(),
  /** The change from which it is too much, signed: below 0 where lower is worse. */
  limit: z.number().nullable(),
})
export type ReplayCheck = z.infer<typeof ReplayCheck>

/** `unknown`: its quality cannot be held against the pinned run, as its questions are others now. */
export const ReplayVerdict = z.enum(['running', 'failed', 'ok', 'watch', 'drift', 'unknown'])
export type ReplayVerdict = z.infer<typeof ReplayVerdict>

export const Replay = z.object({
  runId: RunId,
  at: z.iso.datetime(),
  verdict: ReplayVerdict,
  /** Empty while it runs, and when it failed. */
  checks: z.array(ReplayCheck),
  error: z.string().nullable(),
})
export type Replay = z.infer<typeof Replay>

export const MonitorReminder = z.object({
  kind: z.enum(['corpusOld', 'corpusChanged', 'questionsChanged', 'reindex', 'retrain', 'modelRetires']),
  sentence: z.string(),
  /** False while it only lies ahead. */
  isDue: z.boolean(),
})
export type MonitorReminder = z.infer<typeof MonitorReminder>

/** A limit of the control chart: pinned mean ± 3 standard errors of a mean over as many questions. */
export const ControlLimits = z.object({ center: z.number(), low: z.number(), high: z.number() })
export type ControlLimits = z.infer<typeof ControlLimits>

export const MonitorState = z.object({
  monitor: Monitor,
  /** Null when the pinned run was deleted: nothing is replayed any more. */
  pinnedRun: z.object({ name: z.string(), evalSetName: z.string(), split: z.string(), queries: z.int() }).nullable(),
  /** Oldest first; the last 400. */
  replays: z.array(Replay),
  quality: ControlLimits.nullable(),
  nextAt: z.iso.datetime().nullable(),
  /** Why a replay that was due could not be started, for as long as it cannot. */
  trouble: z.string().nullable(),
  reminders: z.array(MonitorReminder),
})
export type MonitorState = z.infer<typeof MonitorState>

export const MonitorDraft = z.object({ name: Monitor.shape.name, runId: RunId, terms: MonitorTerms })
export type MonitorDraft = z.infer<typeof MonitorDraft>

/** What is left out stays. */
export const MonitorEdit = z.object({
  name: Monitor.shape.name.optional(),
  terms: MonitorTerms.optional(),
  isPaused: z.boolean().optional(),
})
export type MonitorEdit = z.infer<typeof MonitorEdit>
