import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { CorpusDiff } from '../../../../shared/domain/corpus.ts'
import type { ImportChanges, ImportPreview } from '../../../../shared/domain/import-preview.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { Card } from '../../../ui/card.tsx'
import { Select } from '../../../ui/select.tsx'
import { formatCount, plural } from '../format-counts.ts'
import styles from './import-changes-card.module.css'

/** Typing goes on this long before the files are read again for another name. */
const settleMs = 600

interface ImportChangesCardProps {
  preview: ImportPreview
  name: string
  onName: (name: string) => void
  corpus: string
  onCorpus: (corpus: string) => void
}

/** What the import would be called and change in the workspace as it is now. */
export function ImportChangesCard({ preview, name, onName, corpus, onCorpus }: ImportChangesCardProps) {
  const { query } = useEngine()
  const list = useQuery(query.datasets.list.queryOptions())
  const nameId = useId()
  const { changes } = preview
  const needsCorpus = preview.documents === 0 && (preview.queries > 0 || preview.trainingRows === 0)
  const corpora = list.data?.corpora ?? []
  return (
    <Card title="Save as" note="versions are never changed, runs keep theirs">
      <div className={styles.form}>
        <label htmlFor={nameId}>Name</label>
        <NameInput key={name} id={nameId} name={name} onName={onName} />
        {needsCorpus && corpora.length > 0 && (
          <>
            <span aria-hidden="true">Corpus</span>
            <Select
              label="Corpus that the questions belong to"
              value={corpus}
              onChange={onCorpus}
              options={[
                ['', 'by name, or the only one'],
                ...corpora.map(({ corpusName, number }) => [corpusName, `${corpusName} v${number}`] as const),
              ]}
            />
          </>
        )}
      </div>
      {changes.corpus && <CorpusChange corpus={changes.corpus} />}
      {changes.evalSet && <EvalSetChange evalSet={changes.evalSet} />}
      {preview.trainingRows > 0 && (
        <p
          className={styles.line}
        >{`Training set with ${plural(preview.trainingRows, 'row')}, as a version of its own.`}</p>
      )}
      {changes.movedEvalSets.length > 0 && (
        <p className={styles.line}>
          {`${changes.movedEvalSets.join(', ')} ${changes.movedEvalSets.length === 1 ? 'follows' : 'follow'} to the new version; gold spans are found again by their text.`}
        </p>
      )}
      {changes.refusal && (
        <p className={styles.refusal} role="alert">
          <TriangleAlert size={13} aria-hidden="true" />
          {changes.refusal}
        </p>
      )}
      {preview.notes.length > 0 && (
        <ul className={styles.notes} aria-label="Notes">
          {preview.notes.map((note, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: notes have no other name
            <li key={index}>
              <TriangleAlert size={12} aria-hidden="true" />
              <span>{note}</span>
            </li>
          ))}
          {preview.notesTotal > preview.notes.length && (
            <li>{`and ${plural(preview.notesTotal - preview.notes.length, 'other note')}`}</li>
          )}
        </ul>
      )}
    </Card>
  )
}

function NameInput({ id, name, onName }: { id: string; name: string; onName: (name: string) => void }) {
  const [text, setText] = useState(name)
  const wanted = text.trim()
  useEffect(() => {
    if (wanted === '' || wanted === name) return
    const timer = setTimeout(() => onName(wanted), settleMs)
    return () => clearTimeout(timer)
  }, [wanted, name, onName])
  return <input id={id} className={styles.name} value={text} onChange={(event) => setText(event.target.value)} />
}

function CorpusChange({ corpus }: { corpus: NonNullable<ImportChanges['corpus']> }) {
  const { presentVersion, nextVersion, documents } = corpus
  const version =
    presentVersion === null
      ? 'new corpus, version 1'
      : presentVersion === nextVersion
        ? `version ${presentVersion} stays: nothing differs`
        : `version ${nextVersion}, after ${presentVersion}`
  return <Change what="Corpus" version={version} unit="document" diff={documents} />
}

function EvalSetChange({ evalSet }: { evalSet: NonNullable<ImportChanges['evalSet']> }) {
  const { isNew, queries, judgments, runs, corpusName, spans, staleSpans, splits } = evalSet
  const isChanged = [queries, judgments].some((diff) => diff.added + diff.changed + diff.removed > 0)
  return (
    <>
      <Change
        what="Eval set"
        version={
          isNew ? `new, on ${corpusName}` : isChanged ? `new version, on ${corpusName}` : 'stays: nothing differs'
        }
        unit="question"
        diff={queries}
      />
      <Change what="" version="" unit="judgment" diff={judgments} />
      {splits.length > 0 && (
        <p className={styles.line}>
          {splits
            .map(
              ({ name, queries: count, judged }) =>
                `${name}: ${plural(count, 'question')}, ${formatCount(judged)} judged`,
            )
            .join(' · ')}
        </p>
      )}
      {spans + staleSpans > 0 && (
        <p className={styles.line}>
          {`${plural(spans, 'gold span')} found in the documents${staleSpans > 0 ? `, ${formatCount(staleSpans)} not found (kept, not scored)` : ''}.`}
        </p>
      )}
      {!isNew && isChanged && runs > 0 && (
        <p className={styles.warning}>
          <TriangleAlert size={13} aria-hidden="true" />
          {`${plural(runs, 'run')} ${runs === 1 ? 'was' : 'were'} scored on the present version and ${runs === 1 ? 'keeps' : 'keep'} it. Scores on the new version are not comparable with ${runs === 1 ? 'it' : 'them'}: run again what you want to compare.`}
        </p>
      )}
    </>
  )
}

function Change({ what, version, unit, diff }: { what: string; version: string; unit: string; diff: CorpusDiff }) {
  const parts = [
    diff.added > 0 && `${formatCount(diff.added)} added`,
    diff.changed > 0 && `${formatCount(diff.changed)} changed`,
    diff.removed > 0 && `${formatCount(diff.removed)} removed`,
    diff.unchanged > 0 && `${formatCount(diff.unchanged)} unchanged`,
  ].filter((part) => part !== false)
  return (
    <div className={styles.change}>
      <strong>{what}</strong>
      <span>
        {version !== '' && <span className={styles.version}>{version}</span>}
        <span>{`${unit}s: ${parts.join(', ') || 'none'}`}</span>
      </span>
    </div>
  )
}
