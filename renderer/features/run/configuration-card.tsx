import type { Recipe } from '../../../shared/domain/recipe.ts'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './run-screen.module.css'

/** The whole recipe, as `rungs run` takes it. */
export function ConfigurationCard({ recipe }: { recipe: Recipe }) {
  const json = JSON.stringify(recipe, null, 2)
  return (
    <Card title="Configuration" note="the recipe as JSON" end={<CopyButton text={json} what="the configuration" />}>
      <section
        className={styles.json}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        tabIndex={0}
        aria-label="Configuration as JSON"
      >
        <pre>{json}</pre>
      </section>
    </Card>
  )
}
