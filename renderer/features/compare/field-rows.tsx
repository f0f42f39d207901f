import { compareRecipes, recipeFields } from '../../../shared/domain/recipe-fields.ts'
import { Button } from '../../ui/button.tsx'
import styles from './compare-screen.module.css'
import type { ComparedSide } from './compared-side.ts'
import { SectionHead } from './section-head.tsx'

interface FieldRowsProps {
  sides: readonly ComparedSide[]
  baselineLetter: string
  all: boolean
  onAll: (all: boolean) => void
}

/** The settings that differ; the others on demand. What differs from the baseline is marked. */
export function FieldRows({ sides, baselineLetter, all, onAll }: FieldRowsProps) {
  // A run that was made elsewhere has no settings that we know; it makes none of the others differ.
  const { names, differing } = compareRecipes(sides.flatMap(({ run }) => run.recipe ?? []))
  const fields = sides.map(({ run }) => (run.recipe ? recipeFields(run.recipe) : null))
  const base = fields[sides.findIndex(({ isBaseline }) => isBaseline)]!
  const shown = all ? names : names.filter((name) => differing.has(name))
  const same = names.length - differing.size
  return (
    <tbody>
      <SectionHead
        title="Configuration"
        columns={sides.length + 1}
        note={`${differing.size === 1 ? '1 setting differs' : `${differing.size} settings differ`}${all ? '' : `, ${same} identical hidden`}`}
      >
        <Button variant="ghost" size="small" onClick={() => onAll(!all)}>
          {all ? 'Only what differs' : `Show all ${names.length}`}
        </Button>
        {sides.length > 1 && differing.size > 0 && (
          <span className={styles.key}>
            <span className={styles.differs}>value</span> differs from {baselineLetter}
          </span>
        )}
      </SectionHead>
      {shown.map((name) => (
        <tr key={name}>
          <th scope="row" className={styles.fieldName}>
            {name}
          </th>
          {sides.map(({ run }, index) => {
            const own = fields[index]
            const value = own?.get(name) ?? null
            const differs = Boolean(own && base) && value !== (base?.get(name) ?? null)
            return (
              <td key={run.runId}>
                {!own ? (
                  <span className={styles.quiet}>made elsewhere</span>
                ) : value === null ? (
                  <span className={differs ? styles.unset : styles.quiet}>not used</span>
                ) : (
                  <span className={differs ? styles.differs : undefined} title={value}>
                    {value}
                  </span>
                )}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  )
}
