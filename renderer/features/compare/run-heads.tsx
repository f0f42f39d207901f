import { Link } from '@tanstack/react-router'
import { Pin, X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import styles from './compare-screen.module.css'
import type { ComparedSide } from './compared-side.ts'
import { RunLetter } from './run-letter.tsx'

interface RunHeadsProps {
  sides: readonly ComparedSide[]
  baselineLetter: string
  onBaseline: (runId: string) => void
  onRemove: (runId: string) => void
}

/** The runs by letter, and which of them is the reference. */
export function RunHeads({ sides, baselineLetter, onBaseline, onRemove }: RunHeadsProps) {
  const baseline = sides.find(({ isBaseline }) => isBaseline)!
  return (
    <thead>
      <tr className={styles.heads}>
        <td>
          <span className={styles.quiet} dir="auto">
            {`${baseline.run.evalSetName}, split ${baseline.run.split}`}
            <br />
            {`${baseline.run.queries.toLocaleString('en-US')} questions`}
          </span>
        </td>
        {sides.map(({ letter, run, isBaseline, notComparable }) => (
          <th key={run.runId} scope="col">
            <div className={styles.head}>
              <RunLetter letter={letter} isBaseline={isBaseline} />
              <Link
                to="/runs/$runId"
                params={{ runId: run.runId }}
                search={isBaseline ? {} : { baseline: baseline.run.runId }}
                className={styles.runName}
                title={run.name}
                dir="auto"
              >
                {run.name}
              </Link>
              <span className={styles.headActions}>
                {!isBaseline && (
                  <Tooltip text="Make it the baseline">
                    <Button
                      variant="ghost"
                      size="small"
                      aria-label={`Make ${letter} the baseline`}
                      icon={<Pin size={13} />}
                      onClick={() => onBaseline(run.runId)}
                    />
                  </Tooltip>
                )}
                <Tooltip text="Take it out of the comparison">
                  <Button
                    variant="ghost"
                    size="small"
                    aria-label={`Remove ${letter}`}
                    icon={<X size={13} />}
                    onClick={() => onRemove(run.runId)}
                  />
                </Tooltip>
              </span>
            </div>
            <div className={styles.headNote}>
              <RungBadge rung={run.recipe?.rung ?? null} />
              <code>{run.runId}</code>
              {isBaseline ? (
                'baseline'
              ) : notComparable ? (
                <span className={styles.warning} title={notComparable}>
                  {notComparable}
                </span>
              ) : (
                `against ${baselineLetter}`
              )}
            </div>
          </th>
        ))}
      </tr>
    </thead>
  )
}
