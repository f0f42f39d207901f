import type { DecisionDraft } from '../../../shared/domain/decision.ts'
import { Pill } from '../../ui/pill.tsx'
import styles from './decision-screen.module.css'

/** Which version is shown: a saved one, one whose evidence has moved on since, or a draft. */
export function VersionState({ newest }: Pick<DecisionDraft, 'newest'>) {
  if (newest === null) return <Pill>Draft, nothing saved yet</Pill>
  const { number, savedAt, hasSameEntries, changes } = newest
  const day = `of ${savedAt.slice(0, 16).replace('T', ' ')} UTC`
  if (!hasSameEntries) {
    return (
      <>
        <Pill>Draft, not saved</Pill> <span className={styles.quiet}>changed since version {number}</span>
      </>
    )
  }
  if (changes.length === 0) {
    return (
      <>
        <Pill kind="good">{`Version ${number}`}</Pill> <span className={styles.quiet}>{day}</span>
      </>
    )
  }
  return (
    <>
      <Pill kind="warning">{`Version ${number} is stale`}</Pill>{' '}
      <span className={styles.quiet}>{day}; its evidence has changed</span>
    </>
  )
}

/** What has changed in the evidence since the newest version. */
export function ChangesSince({ newest }: Pick<DecisionDraft, 'newest'>) {
  if (newest === null || newest.changes.length === 0) return null
  return (
    <section className={styles.changed} aria-label={`Changed since version ${newest.number}`}>
      <h3>Changed since version {newest.number}</h3>
      <ul>
        {newest.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </section>
  )
}
