import { z } from 'zod'
import { Answer, Evaluation, Triage } from './answer.ts'
import { JobId, RunId } from './ids.ts'
import { LedgerLine } from './ledger.ts'
import { latencyStages } from './metric.ts'
import { Rating } from './rating.ts'
import { MetricEstimate, RetrievedChunk, Run } from './run.ts'

/** Whether a judge can be trusted on a run: its agreement with what people said of the same answers. */
export const JudgeCheck = z.object({
  measure: z.string(),
  /** Answers with both a rating and a score of this judge. */
  rated: z.int().nonnegative(),
  /** Quadratic-weighted kappa, −1–1; null with too few answers or without variation, and `words` say which. */
  kappa: z.number().min(-1).max(1).nullable(),
  words: z.string(),
})
export type JudgeCheck = z.infer<typeof JudgeCheck>

/** A run with what its screen needs at once; figures with intervals are asked for apart, as they may take seconds. */
export const RunDetail = z.object({
  run: Run,
  /** True when its job stopped before the run was finished, and can go on. */
  resumable: z.boolean(),
  corpusName: z.string().nullable(),
  corpusVersionNumber: z.int().positive().nullable(),
  documents: z.int().nonnegative().nullable(),
  /** Milliseconds per timed query and stage, in the order in which the sample was asked. */
  latencies: z.array(z.object({ stage: z.enum(latencyStages), valuesMs: z.array(z.number().nonnegative()) })),
  /** Names of the measures that have a value for each query. */
  scoredMetrics: z.array(z.string()),
  /**
   * Figures without intervals, which can be shown at once. Of a run that is not scored yet: means over the queries
   * answered so far, of which at most the first 500 are looked at; n says how many.
   */
  figures: z.array(MetricEstimate),
  /** Examples with at least one answer; null when the run answers nothing. */
  answeredExamples: z.int().nonnegative().nullable(),
  /** How many answers are wrong for which reason; kinds without any are left out. */
  triage: z.partialRecord(Triage, z.int().positive()),
  /** The job that scores its answers again, until it is done or given up. */
  scoring: JobId.nullable(),
  /** How far each judge of its answers was checked by people. */
  judgeChecks: z.array(JudgeCheck),
  /**
   * By measure, the standard deviation of its mean between repetitions of the answers, in the unit of the measure; empty
   * where each example is answered once.
   */
  spreads: z.record(z.string(), z.object({ deviation: z.number().nonnegative(), repetitions: z.int().min(2).max(20) })),
  ledger: z.array(LedgerLine),
})
export type RunDetail = z.infer<typeof RunDetail>

/**
 * Which queries to list. `notRetrieved`: judged, but no relevant document in the ranking. `rankedLow`: the first
 * relevant document stands below rank 10. `found`: it stands at rank 1 to 10. `unjudged`: no relevant document is known, so nothing is scored.
 */
export const QueryFilter = z.enum(['all', 'notRetrieved', 'rankedLow', 'found', 'unjudged'])
export type QueryFilter = z.infer<typeof QueryFilter>

/** The order and choice of a run's queries. Missing values stand last in both directions. */
export const QueryListing = z.object({
  runId: RunId,
  /** `position` (the split's order), `firstRelevantRank`, or the name of a measure that the run has scores of. */
  sortBy: z.string().default('position'),
  descending: z.boolean().default(false),
  /** Words that must all stand in the id, text, answers or tags, whatever their case. */
  search: z.string().max(500).default(''),
  filter: QueryFilter.default('all'),
  /** Only queries whose answer is wrong for this reason. */
  triage: Triage.optional(),
})
export type QueryListing = z.infer<typeof QueryListing>

const Scores = z.record(z.string(), z.number().nullable())

export const QueryRow = z.object({
  queryId: z.string(),
  /** At most 300 characters. */
  text: z.string(),
  tags: z.array(z.string()),
  /** By measure asked for; null where the query has none. */
  scores: Scores,
  /** Rank of the first relevant document from 1; null when none was retrieved, or none is known. */
  firstRelevantRank: z.int().positive().nullable(),
  /** True when at least one relevant document is known, so that the query could be scored. */
  judged: z.boolean(),
  /** The beginning of the first answer; null when there is none. */
  answer: z.string().nullable(),
  triage: Triage.nullable(),
})
export type QueryRow = z.infer<typeof QueryRow>

export const QueryPage = z.object({
  /** Queries that the listing chose, of all of the split (`counts.all`). */
  total: z.int().nonnegative(),
  counts: z.record(QueryFilter, z.int().nonnegative()),
  rows: z.array(QueryRow),
})
export type QueryPage = z.infer<typeof QueryPage>

/** Where a query stands in a listing, and its neighbours. `index` from 0; null when the listing does not hold it. */
export const QueryNeighbours = z.object({
  index: z.int().nonnegative().nullable(),
  total: z.int().nonnegative(),
  previous: z.string().nullable(),
  next: z.string().nullable(),
})
export type QueryNeighbours = z.infer<typeof QueryNeighbours>

/** A half-open range of UTF-16 code units of the text that it comes with. */
export const MarkedRange = z.object({ start: z.int().nonnegative(), end: z.int().positive() })
export type MarkedRange = z.infer<typeof MarkedRange>

/** A retrieved chunk with its text, in final rank order. */
export const RankedPassage = RetrievedChunk.extend({
  /** Position in the ranking of chunks, from 1. */
  rank: z.int().positive(),
  docId: z.string(),
  title: z.string(),
  /** Rank of the passage's document among documents: what ndcg, recall and precision count. */
  documentRank: z.int().positive(),
  /** Grade of the document's judgment; null when it has none. */
  grade: z.int().nullable(),
  /** The chunk's range in its document, half-open, UTF-16 code units. */
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  /** Null in a run that was made elsewhere: it ranks whole documents, whose tokens nobody counted. */
  tokens: z.int().nonnegative().nullable(),
  /** The chunk's text, or, of a very long one, at most 4,000 characters around its first gold span. */
  text: z.string(),
  /** Where `text` begins in the document. */
  textStart: z.int().nonnegative(),
  /** Gold spans inside `text`. */
  gold: z.array(MarkedRange),
  /** Gold spans of the query that the whole chunk touches. */
  goldSpans: z.int().nonnegative(),
})
export type RankedPassage = z.infer<typeof RankedPassage>

/** A document that is judged relevant, and where it stands; ranks are null when it is not in the ranking. */
export const GoldDocument = z.object({
  docId: z.string(),
  title: z.string(),
  grade: z.int(),
  documentRank: z.int().positive().nullable(),
  chunkRank: z.int().positive().nullable(),
})
export type GoldDocument = z.infer<typeof GoldDocument>

export const PlacedGoldSpan = z.object({
  docId: z.string(),
  title: z.string(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  /** At most 1,000 characters. */
  quote: z.string(),
  /** Rank of the first chunk that touches it; null when no chunk of the ranking does. */
  chunkRank: z.int().positive().nullable(),
  /** Share of its characters in the ranking's chunks, 0–1. */
  covered: z.number().min(0).max(1),
})
export type PlacedGoldSpan = z.infer<typeof PlacedGoldSpan>

/** One query of one run: what was asked, what was expected, what came, what did not. */
export const QueryResult = z.object({
  runId: RunId,
  queryId: z.string(),
  text: z.string(),
  answers: z.array(z.string()),
  tags: z.array(z.string()),
  /** False while the run has not searched it yet. */
  answered: z.boolean(),
  scores: Scores,
  /** Chunks in the ranking; `passages` holds the first of them. */
  ranked: z.int().nonnegative(),
  passages: z.array(RankedPassage),
  goldDocuments: z.array(GoldDocument),
  goldSpans: z.array(PlacedGoldSpan),
  /** In the order of repetitions; empty when the run answers nothing, or has not yet. */
  generated: z.array(Answer),
  evaluations: z.array(Evaluation),
  triage: Triage.nullable(),
  /** What people said of the answers. */
  ratings: z.array(Rating),
  /** The measure of the judge whose word decides what is wrong: the latest with a rubric; null without one. */
  judgeMeasure: z.string().nullable(),
})
export type QueryResult = z.infer<typeof QueryResult>

/** Which shared queries to list: at least one run below the baseline, above it, none different, or all. */
export const ComparedQueryFilter = z.enum(['regressions', 'wins', 'ties', 'all'])
export type ComparedQueryFilter = z.infer<typeof ComparedQueryFilter>

/**
 * Changes of one run against the baseline, positive = better, as a bar of their distribution: `from` < change ≤ `to`
 * where the bar is of better ones, `from` ≤ change < `to` where it is of worse ones.
 */
export const ChangeRange = z.object({ runId: RunId, from: z.number(), to: z.number() })
export type ChangeRange = z.infer<typeof ChangeRange>

/** A run's queries against those of the baseline. wins + ties + losses = n. */
export const RunTally = z.object({
  runId: RunId,
  /** Why nothing is counted; null when the two can be compared. */
  notComparable: z.enum(['evalSet', 'split', 'notScored']).nullable(),
  n: z.int().nonnegative(),
  wins: z.int().nonnegative(),
  ties: z.int().nonnegative(),
  losses: z.int().nonnegative(),
  /** Changes from best to worst, positive = better: at most 160 of them, evenly taken. */
  profile: z.array(z.number()),
  /** How many changes fall into each of 20 bars, from the worst to the best; no change is in none of them. */
  distribution: z.array(z.int().nonnegative()),
})
export type RunTally = z.infer<typeof RunTally>

export const ComparedQuery = z.object({
  queryId: z.string(),
  /** At most 300 characters. */
  text: z.string(),
  tags: z.array(z.string()),
  /** One for each run asked for, in that order; null where the run has none. */
  values: z.array(z.number().nullable()),
  firstRelevantRanks: z.array(z.int().positive().nullable()),
})
export type ComparedQuery = z.infer<typeof ComparedQuery>

export const ComparedQueries = z.object({
  metric: z.string(),
  tallies: z.array(RunTally),
  /** How wide one bar of the distributions is, in the unit of the measure; 0 when nothing changed. */
  binWidth: z.number().nonnegative(),
  /** Queries that the baseline and every comparable run have scored. */
  shared: z.int().nonnegative(),
  counts: z.record(ComparedQueryFilter, z.int().nonnegative()),
  total: z.int().nonnegative(),
  /** The worst change first. */
  rows: z.array(ComparedQuery),
})
export type ComparedQueries = z.infer<typeof ComparedQueries>
