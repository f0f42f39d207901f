import type { Rung } from '../../shared/domain/recipe.ts'
import styles from './rung-badge.module.css'

const rungs: Record<Rung, { label: string; filled: number }> = {
  prompt: { label: 'Prompt', filled: 1 },
  rag: { label: 'RAG', filled: 2 },
  finetune: { label: 'Fine-tune', filled: 3 },
  hybrid: { label: 'Hybrid', filled: 4 },
}

/** A rung's name with a ladder of one to four filled rungs: colour never works alone. No rung: a run made elsewhere. */
export function RungBadge({ rung }: { rung: Rung | null }) {
  if (rung === null) return <span className={`${styles.badge} ${styles.imported}`}>Imported</span>
  const { label, filled } = rungs[rung]
  return (
    <span className={`${styles.badge} ${styles[rung]}`}>
      <svg viewBox="0 0 10 13" width="10" height="13" aria-hidden="true">
        {[0, 1, 2, 3].map((rungNumber) => (
          <rect
            key={rungNumber}
            x="1.5"
            y={10.2 - rungNumber * 3}
            width="7"
            height="1.8"
            rx="0.5"
            fill="currentColor"
            opacity={rungNumber < filled ? 1 : 0.28}
          />
        ))}
      </svg>
      {label}
    </span>
  )
}
