import { AppError } from '../../../../shared/domain/app-error.ts'
import type { CorpusVersion } from '../../../../shared/domain/corpus.ts'
import type { Store } from '../../../ports/store.ts'
import type { ParsedDataset } from '../parsing/parsed-dataset.ts'

/**
 * The corpus that questions without documents of their own are judged against.
 * @param name as the user gave it; else the corpus of the eval set's name, or the only one there is.
 * Throws AppError NOT_FOUND or INVALID_INPUT with a sentence that says what there is.
 */
export function findCorpus(parsed: Pick<ParsedDataset, 'name'>, name: string | undefined, store: Store): CorpusVersion {
  const corpora = store.datasets.listCorpora()
  const names = corpora.map((corpus) => corpus.corpusName).join(', ')
  const wanted = name ?? store.datasets.findEvalSet(parsed.name)?.name ?? parsed.name
  const found = corpora.find((corpus) => corpus.corpusName === wanted)
  if (found) return found
  if (name === undefined && corpora.length === 1) return corpora[0]!
  throw new AppError(
    corpora.length === 0 || name !== undefined ? 'NOT_FOUND' : 'INVALID_INPUT',
    corpora.length === 0
      ? 'This import holds questions but no documents, and the workspace has no corpus yet. Nothing was imported; import the documents first, or both together.'
      : `This import holds no documents, and ${name === undefined ? 'several corpora could be meant' : `there is no corpus "${name}"`}. Nothing was imported; name the corpus that they belong to: ${names}.`,
    { corpora: names },
  )
}
