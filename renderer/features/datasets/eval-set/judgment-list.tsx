import { Minus, Plus, Trash2 } from 'lucide-react'
import type { QueryDetail, TitledJudgment } from '../../../../shared/domain/dataset-browse.ts'
import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import { Button } from '../../../ui/button.tsx'
import { formatCount, plural } from '../format-counts.ts'
import { DocumentPicker } from './document-picker.tsx'
import styles from './evidence-list.module.css'

const lowestGrade = -10
const highestGrade = 100

interface JudgmentListProps {
  query: QueryDetail
  /** The split that a new judgment belongs to. */
  split: string
  versionId: CorpusVersionId
  openDocId: string | null
  isReadOnly: boolean
  isBusy: boolean
  onOpen: (docId: string) => void
  /** @param grade null takes the judgment away. */
  onGrade: (judgment: Pick<TitledJudgment, 'split' | 'docId'>, grade: number | null) => void
}

/** Which documents answer the question, and how well. Grades of 0 and below are not relevant. */
export function JudgmentList({
  query,
  split,
  versionId,
  openDocId,
  isReadOnly,
  isBusy,
  onOpen,
  onGrade,
}: JudgmentListProps) {
  const { judgments, judgmentsTotal } = query
  const hasSplits = new Set(judgments.map((judgment) => judgment.split)).size > 1
  return (
    <section className={styles.list} aria-label="Judgments">
      <header>
        <h4>Judgments</h4>
        <span>{judgmentsTotal === 0 ? 'none yet' : `${formatCount(judgmentsTotal)}; above 0 is relevant`}</span>
        {!isReadOnly && (
          <DocumentPicker
            versionId={versionId}
            isBusy={isBusy}
            isJudged={(docId) => judgments.some((judgment) => judgment.docId === docId && judgment.split === split)}
            onPick={(docId) => {
              onGrade({ split, docId }, 1)
              onOpen(docId)
            }}
          />
        )}
      </header>
      <ul>
        {judgments.map((judgment) => {
          const name = judgment.title || judgment.docId
          return (
            <li key={`${judgment.split} ${judgment.docId}`} data-open={judgment.docId === openDocId}>
              <button
                type="button"
                className={styles.open}
                disabled={judgment.title === null}
                aria-current={judgment.docId === openDocId ? 'true' : undefined}
                onClick={() => onOpen(judgment.docId)}
              >
                <strong dir="auto">{name}</strong>
                <small>
                  {judgment.title === null
                    ? `${judgment.docId} · not in the corpus: counts as missed`
                    : `${judgment.docId}${hasSplits ? ` · ${judgment.split}` : ''}`}
                </small>
              </button>
              {isReadOnly ? (
                <span className={styles.grade}>{judgment.grade}</span>
              ) : (
                <fieldset className={styles.stepper} disabled={isBusy}>
                  <legend className="visuallyHidden">{`Grade of ${name}`}</legend>
                  <Button
                    size="small"
                    variant="ghost"
                    aria-label={`Lower the grade of ${name}`}
                    disabled={isBusy || judgment.grade <= lowestGrade}
                    icon={<Minus size={12} />}
                    onClick={() => onGrade(judgment, judgment.grade - 1)}
                  />
                  <output
                    className={judgment.grade > 0 ? styles.relevant : styles.grade}
                    aria-label={`Grade of ${name}`}
                  >
                    {judgment.grade}
                  </output>
                  <Button
                    size="small"
                    variant="ghost"
                    aria-label={`Raise the grade of ${name}`}
                    disabled={isBusy || judgment.grade >= highestGrade}
                    icon={<Plus size={12} />}
                    onClick={() => onGrade(judgment, judgment.grade + 1)}
                  />
                  <Button
                    size="small"
                    variant="ghost"
                    aria-label={`Take away the judgment of ${name}`}
                    disabled={isBusy}
                    icon={<Trash2 size={13} />}
                    onClick={() => onGrade(judgment, null)}
                  />
                </fieldset>
              )}
            </li>
          )
        })}
      </ul>
      {judgmentsTotal > judgments.length && (
        <p>{`${plural(judgmentsTotal - judgments.length, 'more judgment')} with lower grades or later splits.`}</p>
      )}
    </section>
  )
}
