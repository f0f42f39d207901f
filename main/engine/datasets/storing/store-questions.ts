import { createHash } from 'node:crypto'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { CorpusId, CorpusVersionId } from '../../../../shared/domain/ids.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { NewId } from '../../../ports/new-id.ts'
import type { Store } from '../../../ports/store.ts'
import { hashEvalSet } from './hash-eval-set.ts'

/** A question that needs no documents. */
export interface PlainQuestion {
  readonly queryId: string
  readonly text: string
  readonly answers: readonly string[]
  readonly split: string
}

/**
 * Stores an eval set of questions without documents. Its corpus is an empty one of its own: recipes that retrieve nothing
 * need no more. Call it inside a transaction; the name must not be taken.
 */
export function storeQuestions(
  name: string,
  questions: readonly PlainQuestion[],
  { store, clock, newId }: { store: Store; clock: Clock; newId: NewId },
): EvalSet {
  const createdAt = clock.now().toISOString()
  const known = store.datasets.findCorpus(name)
  const corpusId = known?.corpusId ?? (newId() as CorpusId)
  if (!known) {
    store.datasets.createCorpus(corpusId, name, createdAt)
    const versionId = createHash('sha256').digest('hex') as CorpusVersionId
    store.datasets.addVersion(corpusId, versionId, createdAt, [], new Map())
  }
  const corpusVersionId = store.datasets.findCorpus(name)!.current.versionId
  const content = {
    queries: questions.map(({ queryId, text, answers }) => ({
      ...{ queryId, text, answers: [...answers], spans: [], tags: [] },
    })),
    // None, not empty lists: documents that are imported later must leave the content's hash as it is.
    judgmentsBySplit: new Map(),
    queryIdsBySplit: new Map(
      [...Map.groupBy(questions, ({ split }) => split)].map(
        ([split, own]) => [split, own.map((q) => q.queryId)] as const,
      ),
    ),
    staleSpans: [],
  }
  return store.datasets.addEvalSet({
    ...{ evalSetId: newId() as EvalSet['evalSetId'], name, corpusId, corpusVersionId, createdAt },
    ...content,
    contentHash: hashEvalSet(content),
  })
}
