import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { FileUp, FolderUp } from 'lucide-react'
import { useCallback } from 'react'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingLines } from '../../ui/loading-lines.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { CorpusView } from './corpus/corpus-view.tsx'
import { DatasetList } from './dataset-list.tsx'
import styles from './datasets-screen.module.css'
import type { DatasetsSearch } from './datasets-search.ts'
import { EvalSetView } from './eval-set/eval-set-view.tsx'
import { useDatasetImport } from './import/dataset-import.tsx'
import { TrainingSetView } from './training/training-set-view.tsx'

const route = getRouteApi('/datasets')

/** Corpora, eval sets and training sets of the workspace: documents, questions, judgments, gold spans, rows, versions. */
export function DatasetsScreen() {
  const { query } = useEngine()
  const { choose } = useDatasetImport()
  const navigate = useNavigate()
  const search: DatasetsSearch = route.useSearch()
  const list = useQuery(query.datasets.list.queryOptions())
  const open = useCallback(
    (next: DatasetsSearch, replace = false) => void navigate({ to: '/datasets', search: next, replace }),
    [navigate],
  )
  const importWith = (what: 'files' | 'folder') =>
    void choose(what, false).then((isReady) => {
      if (isReady) void navigate({ to: '/datasets/import' })
    })
  const buttons = (
    <>
      <Button icon={<FileUp size={14} />} onClick={() => importWith('files')}>
        Import files
      </Button>
      <Button icon={<FolderUp size={14} />} onClick={() => importWith('folder')}>
        Import folder
      </Button>
    </>
  )
  const training = useQuery(query.trainingSets.list.queryOptions())
  const isEmpty = list.data?.corpora.length === 0 && training.data?.length === 0
  const isChosen = search.corpus || search.evalSet || search.trainingSet
  const shown = isChosen ? search : firstOf(list.data, training.data)
  return (
    <>
      <ScreenBar title="Datasets">{isEmpty ? null : buttons}</ScreenBar>
      {list.error && <Notice kind="error">{errorSentence(list.error)}</Notice>}
      {isEmpty ? (
        <EmptyState title="No documents and no questions yet" action={<div className={styles.buttons}>{buttons}</div>}>
          Drop files, folders or zips anywhere in the window: a BEIR folder, questions as CSV or JSONL, documents as
          PDF, DOCX, Markdown, HTML or text. You see what will be imported before anything is written.
        </EmptyState>
      ) : (
        <div className={styles.screen}>
          {list.data ? (
            <DatasetList
              corpora={list.data.corpora}
              evalSets={list.data.evalSets}
              trainingSets={training.data ?? []}
              search={shown}
              onOpen={open}
            />
          ) : (
            <LoadingLines label="Loading the datasets" />
          )}
          {shown.trainingSet ? (
            <TrainingSetView reference={shown.trainingSet} search={shown} onOpen={open} />
          ) : shown.evalSet ? (
            <EvalSetView key={shown.evalSet} reference={shown.evalSet} search={shown} onOpen={open} />
          ) : shown.corpus ? (
            <CorpusView key={shown.corpus} reference={shown.corpus} search={shown} onOpen={open} />
          ) : null}
        </div>
      )}
    </>
  )
}

function firstOf(
  list: { corpora: readonly { corpusName: string }[]; evalSets: readonly { name: string }[] } | undefined,
  trainingSets: readonly { name: string }[] | undefined,
): DatasetsSearch {
  const evalSet = list?.evalSets[0]?.name
  if (evalSet !== undefined) return { evalSet }
  const corpus = list?.corpora[0]?.corpusName
  if (corpus !== undefined) return { corpus }
  const trainingSet = trainingSets?.[0]?.name
  return trainingSet === undefined ? {} : { trainingSet }
}
