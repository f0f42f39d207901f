import type { Triage } from '../../../shared/domain/answer.ts'
import styles from './run-screen.module.css'

/** The colour of each kind; words stand beside it wherever it is used. */
export const triageTones: Readonly<Record<Triage, string | undefined>> = {
  notRetrieved: styles.none,
  rankedLow: styles.low,
  ignored: styles.found,
  unsupported: styles.unsupported,
  format: styles.format,
  judgeError: styles.unknown,
  unanswerable: styles.abstain,
}
