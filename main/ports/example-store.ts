import type { EvalQuery, GoldSpan } from '../../shared/domain/eval-set.ts'
import type { CorpusVersionId, EvalSetId } from '../../shared/domain/ids.ts'

/**
 * Single examples of a split, by position, without reading the whole eval set: what screens need that show a page of
 * 100,000 queries. Positions are those of the split's order, which score columns follow.
 */
export interface ExampleStore {
  /** In the order of `positions`; one that does not exist is left out. */
  queriesAt(evalSetId: EvalSetId, split: string, positions: Iterable<number>): Omit<EvalQuery, 'spans'>[]
  positionOf(evalSetId: EvalSetId, split: string, queryId: string): number | null
  /** Ascending positions of the queries whose id, text, answers and tags together hold every one of the words. */
  search(evalSetId: EvalSetId, split: string, words: readonly string[]): Uint32Array
  /** Grade by document id of one query. */
  judgmentsOf(evalSetId: EvalSetId, split: string, queryId: string): Map<string, number>
  /** Anchored gold spans of one query. */
  spansOf(evalSetId: EvalSetId, queryId: string): GoldSpan[]
  /** Document ids at positions of a corpus version. */
  documentIdsAt(versionId: CorpusVersionId, positions: Iterable<number>): Map<number, string>
}
