import { Database, GraduationCap, ListChecks } from 'lucide-react'
import type { CorpusVersion } from '../../../shared/domain/corpus.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { TrainingSet } from '../../../shared/domain/training-set.ts'
import styles from './dataset-list.module.css'
import type { DatasetsSearch } from './datasets-search.ts'
import { formatCount, plural } from './format-counts.ts'

interface DatasetListProps {
  corpora: readonly CorpusVersion[]
  evalSets: readonly EvalSet[]
  trainingSets: readonly TrainingSet[]
  search: DatasetsSearch
  onOpen: (search: DatasetsSearch) => void
}

/** Corpora, each with the eval sets that are judged against it, then the training sets. */
export function DatasetList({ corpora, evalSets, trainingSets, search, onOpen }: DatasetListProps) {
  return (
    <nav className={styles.list} aria-label="Datasets">
      <h2>In this workspace</h2>
      <ul>
        {corpora.map((corpus) => {
          const sets = evalSets.filter((evalSet) => evalSet.corpusId === corpus.corpusId)
          const isOpen = [corpus.corpusName, corpus.corpusId, corpus.versionId as string].includes(search.corpus ?? '')
          return (
            <li key={corpus.corpusId}>
              <button
                type="button"
                className={styles.item}
                aria-current={isOpen ? 'true' : undefined}
                onClick={() => onOpen({ corpus: corpus.corpusName })}
              >
                <Database size={14} aria-hidden="true" />
                <span>
                  <strong dir="auto">{corpus.corpusName}</strong>
                  <small>{`corpus · v${corpus.number} · ${plural(corpus.documents, 'document')}`}</small>
                </span>
              </button>
              <ul>
                {sets.map((evalSet) => (
                  <li key={evalSet.evalSetId}>
                    <button
                      type="button"
                      className={`${styles.item} ${styles.nested}`}
                      aria-current={
                        [evalSet.name, evalSet.evalSetId as string].includes(search.evalSet ?? '') ? 'true' : undefined
                      }
                      onClick={() => onOpen({ evalSet: evalSet.name })}
                    >
                      <ListChecks size={14} aria-hidden="true" />
                      <span>
                        <strong dir="auto">{evalSet.name}</strong>
                        <small>{`eval set · ${plural(evalSet.queries, 'question')}`}</small>
                        <small>
                          {evalSet.splits.map((split) => `${split.name} ${formatCount(split.queries)}`).join(', ') ||
                            'no split'}
                        </small>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </li>
          )
        })}
        {trainingSets.map(({ trainingSetId, name, current }) => (
          <li key={trainingSetId}>
            <button
              type="button"
              className={styles.item}
              aria-current={[name, trainingSetId as string].includes(search.trainingSet ?? '') ? 'true' : undefined}
              onClick={() => onOpen({ trainingSet: name })}
            >
              <GraduationCap size={14} aria-hidden="true" />
              <span>
                <strong dir="auto">{name}</strong>
                <small>{`training set · v${current.number} · ${plural(current.examples, 'row')}`}</small>
                <small>{current.split ? 'split frozen' : 'no split'}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
