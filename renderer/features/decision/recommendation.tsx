import { Link } from '@tanstack/react-router'
import type { DecisionDraft, DecisionEntries } from '../../../shared/domain/decision.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './decision-screen.module.css'
import { RungTable } from './rung-table.tsx'
import { ChangesSince, VersionState } from './version-state.tsx'
import { WouldChangeList } from './would-change-list.tsx'

interface RecommendationProps {
  draft: DecisionDraft
  entries: DecisionEntries
  isReadOnly: boolean
  onNotes: (notes: string) => void
}

/** What is recommended by the answers and by the evidence, where they disagree, and what would change it. */
export function Recommendation({ draft, entries, isReadOnly, onNotes }: RecommendationProps) {
  const { ladder, framework, evidence, disagreement, newest } = draft
  const agree = framework !== null && evidence !== null && disagreement === null
  return (
    <section className={styles.recommendation} aria-label="Recommendation">
      <div className={styles.verdict}>
        <p>
          <VersionState newest={newest} />
        </p>
        <h2>{ladder?.headline ?? 'Evidence missing: no run is finished and scored yet'}</h2>
        <p>{ladder?.detail}</p>
      </div>
      <ChangesSince newest={newest} />
      {disagreement && <Notice kind="warning">{disagreement}</Notice>}
      <h3>
        By your answers: {framework ? rungLabel[framework.rung] : 'answer the first question'}{' '}
        {agree && <Pill kind="good">answers and evidence agree</Pill>}
      </h3>
      {framework && (
        <ul>
          {framework.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <h3>By the evidence: {evidence ? rungLabel[evidence.rung] : 'nothing yet'}</h3>
      {ladder ? (
        <>
          <ul>
            {ladder.steps.map(({ toRung, sentence, bestRunIds }) => {
              const runs = [...new Set([...bestRunIds.from, ...bestRunIds.to])]
              return (
                <li key={toRung}>
                  {sentence}{' '}
                  {runs.length > 1 && (
                    <Link to="/compare" search={{ runs, baseline: runs[0]! }}>
                      the runs
                    </Link>
                  )}
                </li>
              )
            })}
          </ul>
          <h3>All four rungs</h3>
          <RungTable ladder={ladder} />
          {ladder.wouldChange.length > 0 && (
            <>
              <h3>Would change this advice</h3>
              <WouldChangeList changes={ladder.wouldChange} />
            </>
          )}
        </>
      ) : (
        <p className={styles.quiet}>
          The record can be kept without evidence, and says so. <Link to="/new">New experiment</Link>
        </p>
      )}
      <h3>
        <label htmlFor="decision-notes">Notes</label>
      </h3>
      <textarea
        id="decision-notes"
        className={styles.notes}
        rows={3}
        maxLength={10_000}
        readOnly={isReadOnly}
        placeholder="What else the record should say"
        value={entries.notes}
        onChange={({ target }) => onNotes(target.value)}
      />
    </section>
  )
}
