import styles from './run-letter.module.css'

/** The letter that stands for a run: filled, or hollow for the reference. */
export function RunLetter({ letter, isBaseline }: { letter: string; isBaseline: boolean }) {
  return <span className={`${styles.letter} ${isBaseline ? styles.reference : ''}`}>{letter}</span>
}
