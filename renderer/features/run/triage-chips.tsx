import type { Triage } from '../../../shared/domain/answer.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { triageKinds } from '../../../shared/domain/triage-words.ts'
import styles from './run-screen.module.css'
import { triageTones } from './triage-tones.ts'

interface TriageChipsProps {
  detail: RunDetail
  chosen: Triage | undefined
  onChoose: (kind: Triage | undefined) => void
}

/** Chooses the questions whose answer is wrong for one reason; pressed again, all. Nothing where nothing is wrong. */
export function TriageChips({ detail: { triage }, chosen, onChoose }: TriageChipsProps) {
  const present = triageKinds.filter(({ kind }) => (triage[kind] ?? 0) > 0 || kind === chosen)
  if (present.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a frame and a legend of its own
    <div className={styles.chips} role="group" aria-label="What went wrong">
      {present.map(({ kind, label, where }) => (
        <button
          key={kind}
          type="button"
          className={styles.chip}
          aria-pressed={kind === chosen}
          title={where}
          onClick={() => onChoose(kind === chosen ? undefined : kind)}
        >
          <span className={`${styles.swatch} ${triageTones[kind]}`} aria-hidden="true" />
          {`${label} ${(triage[kind] ?? 0).toLocaleString('en-US')}`}
        </button>
      ))}
    </div>
  )
}
