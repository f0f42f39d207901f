import type { PairedEvidence } from '../../../shared/domain/verdict.ts'
import styles from './question-strip.module.css'

interface QuestionStripProps {
  evidence: Pick<PairedEvidence, 'wins' | 'ties' | 'losses'>
  /** Grey where chance may have made the difference. */
  isDecisive: boolean
  /** What the test says; gives way to the counts while the strip is pointed at or has the focus. */
  words: string
}

/** On how many questions a run is better, equal and worse: filled = better, hollow = worse, as everywhere. */
export function QuestionStrip({ evidence: { wins, ties, losses }, isDecisive, words }: QuestionStripProps) {
  return (
    <span className={isDecisive ? `${styles.strip} ${styles.decisive}` : styles.strip}>
      <span className={styles.bar} aria-hidden="true">
        {wins > 0 && <i className={styles.wins} style={{ flexGrow: wins }} />}
        {ties > 0 && <i className={styles.ties} style={{ flexGrow: ties }} />}
        {losses > 0 && <i className={styles.losses} style={{ flexGrow: losses }} />}
      </span>
      <span className={styles.words}>{words}</span>
      <span className={styles.counts} aria-hidden="true">
        <b className={styles.better}>{wins.toLocaleString('en-US')}</b> better <b>{ties.toLocaleString('en-US')}</b>{' '}
        equal <b className={styles.worse}>{losses.toLocaleString('en-US')}</b> worse
      </span>
      <span className="visuallyHidden">
        {`, ${wins} questions better, ${ties} equal, ${losses} worse. List the questions by this measure.`}
      </span>
    </span>
  )
}
