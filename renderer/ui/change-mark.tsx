import styles from './change-mark.module.css'

interface ChangeMarkProps {
  /** Change against the baseline; only its sign is looked at. */
  change: number
  better: 'higher' | 'lower' | 'none'
  /** The change in words, such as `+0.067`. */
  text: string
  /** What the change rests on, read aloud after it: `on 809 shared questions`. */
  basis?: string
}

/**
 * A change against the baseline. The triangle points where the value moved; filled = better, hollow = worse, by the
 * direction that is good for the measure. Says nothing of whether chance could have done it.
 */
export function ChangeMark({ change, better, text, basis }: ChangeMarkProps) {
  const same = change === 0 || text.startsWith('±')
  const good = better === 'none' || same ? null : (change > 0) === (better === 'higher')
  const word = same ? 'no change' : good === null ? 'changed by' : good ? 'better by' : 'worse by'
  const tone = good === null ? styles.plain : good ? styles.good : styles.bad
  return (
    <span className={`${styles.change} ${tone}`} title={basis && `Difference ${basis}`}>
      {!same && better !== 'none' && (
        <svg viewBox="0 0 8 7" width="8" height="7" aria-hidden="true">
          <path
            d={change > 0 ? 'M4 .8 7.4 6.4H.6Z' : 'M4 6.2.6.6h6.8Z'}
            fill={good ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth="1"
          />
        </svg>
      )}
      <span className="visuallyHidden">{word} </span>
      {text}
      {basis && <span className="visuallyHidden"> {basis}</span>}
    </span>
  )
}
