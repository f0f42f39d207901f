import type { Rung } from '../../shared/domain/recipe.ts'
import styles from './rung-badge.module.css'

const rungs: Record<Rung, { label: string; filled: number }> = {
  prompt: { label: 'Prompt', filled: 1 },
  rag: { label: 'RAG', filled: 2 },
  finetune: { label: 'Fine-tune', filled: 3 },
  hybrid: { label: 'Hybrid', filled: 4 },
}

/** Four steps, the lowest first. */
const steps = [10.2, 7.2, 4.2, 1.2].map((top) => `M1.5 ${top}h7v1.8h-7z`)

/** A rung's name with a ladder of one to four filled rungs: colour never works alone. No rung: a run made elsewhere. */
export function RungBadge({ rung }: { rung: Rung | null }) {
  if (rung === null) return <span className={`${styles.badge} ${styles.imported}`}>Imported</span>
  const { label, filled } = rungs[rung]
  return (
    <span className={`${styles.badge} ${styles[rung]}`}>
      <svg viewBox="0 0 10 13" width="10" height="13" aria-hidden="true">
        <path d={steps.slice(0, filled).join('')} fill="currentColor" />
        {/* `fill-opacity`: with `opacity` each step is blended by itself, in every frame of a table that scrolls. */}
        <path d={steps.slice(filled).join('')} fill="currentColor" fillOpacity={0.28} />
      </svg>
      {label}
    </span>
  )
}
