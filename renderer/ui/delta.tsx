import styles from './delta.module.css'

interface DeltaProps {
  /** Positive = the value rose. */
  value: number
  /** The change with its sign, as shown. */
  text: string
  /** Which direction is good. */
  better: 'higher' | 'lower' | 'none'
  /** True where chance may have made the change: neither colour nor direction. */
  undecided?: boolean
  /** Said after the change to screen readers, such as `on 225 shared questions`. */
  spoken?: string
}

/** A change: the triangle points where the value moved; filled = better, hollow = worse. Colour never works alone. */
export function Delta({ value, text, better, undecided = false, spoken }: DeltaProps) {
  const moved = value !== 0 && !text.startsWith('±')
  const good = better !== 'none' && value > 0 === (better === 'higher')
  const kind = !moved || undecided || better === 'none' ? 'flat' : good ? 'good' : 'bad'
  const words = { flat: 'changed by', good: 'better by', bad: 'worse by' }[kind]
  return (
    <span className={`${styles.delta} ${styles[kind]}`}>
      {kind !== 'flat' && (
        <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
          <path
            d={value > 0 ? 'M4 1 7.2 6.8H.8Z' : 'M4 7 7.2 1.2H.8Z'}
            fill={kind === 'good' ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth="1.1"
            strokeLinejoin="round"
          />
        </svg>
      )}
      <span className={styles.spoken}>{words} </span>
      {text}
      {spoken && <span className={styles.spoken}> {spoken}</span>}
    </span>
  )
}
