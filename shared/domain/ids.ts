import { z } from 'zod'

/** Branded identifiers: strings that cannot be mixed up with one another. */
export const CorpusId = z.string().min(1).brand<'CorpusId'>()
export type CorpusId = z.infer<typeof CorpusId>

/** SHA-256 (hex) over the ordered document ids and content hashes of a corpus. */
export const CorpusVersionId = z.string().min(1).brand<'CorpusVersionId'>()
export type CorpusVersionId = z.infer<typeof CorpusVersionId>

export const EvalSetId = z.string().min(1).brand<'EvalSetId'>()
export type EvalSetId = z.infer<typeof EvalSetId>

export const IndexId = z.string().min(1).brand<'IndexId'>()
export type IndexId = z.infer<typeof IndexId>

export const RunId = z.string().min(1).brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

export const SweepId = z.string().min(1).brand<'SweepId'>()
export type SweepId = z.infer<typeof SweepId>

export const JobId = z.string().min(1).brand<'JobId'>()
export type JobId = z.infer<typeof JobId>

export const TrainingSetId = z.string().min(1).brand<'TrainingSetId'>()
export type TrainingSetId = z.infer<typeof TrainingSetId>

/** SHA-256 (hex) over the training set's id, its frozen split, and its examples in order with their groups and splits. */
export const TrainingVersionId = z.string().min(1).brand<'TrainingVersionId'>()
export type TrainingVersionId = z.infer<typeof TrainingVersionId>

export const FineTuneJobId = z.string().min(1).brand<'FineTuneJobId'>()
export type FineTuneJobId = z.infer<typeof FineTuneJobId>

export const MonitorId = z.string().min(1).brand<'MonitorId'>()
export type MonitorId = z.infer<typeof MonitorId>
