import type { PairedEvidence } from '../../../shared/domain/verdict.ts'
import styles from './question-strip.module.css'

interface QuestionStripProps {
  evidence: Pick<PairedEvidence, 'wins' | 'ties' | 'losses'>
  /** Grey where chance may have made the difference. */
  isDecisive: boolean
}

/** On how many questions a run is better, equal and worse: filled = better, hollow = worse, as everywhere. */
export function QuestionStrip({ evidence: { wins, ties, losses }, isDecisive }: QuestionStripProps) {
  const count = (value: number) => value.toLocaleString('en-US')
  return (
    <span className={isDecisive ? `${styles.strip} ${styles.decisive}` : styles.strip}>
      <span className={styles.better}>
        {count(wins)}
        <span className="visuallyHidden"> questions better,</span>
      </span>
      <span>
        {count(ties)}
        <span className="visuallyHidden"> equal,</span>
      </span>
      <span className={styles.worse}>
        {count(losses)}
        <span className="visuallyHidden"> worse. Show them.</span>
      </span>
      <span className={styles.bar} aria-hidden="true">
        {wins > 0 && <i className={styles.wins} style={{ flexGrow: wins }} />}
        {ties > 0 && <i className={styles.ties} style={{ flexGrow: ties }} />}
        {losses > 0 && <i className={styles.losses} style={{ flexGrow: losses }} />}
      </span>
    </span>
  )
}
