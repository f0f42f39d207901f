import { describeRecipe } from '../../../shared/domain/describe-recipe.ts'
import type { EvalSplit } from '../../../shared/domain/eval-set.ts'
import type { SweepForecast } from '../../../shared/domain/forecast.ts'
import type { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'
import formStyles from '../../forms/forms.module.css'
import { Notice } from '../../ui/notice.tsx'
import { CostPart } from './cost-part.tsx'
import styles from './new-experiment.module.css'

interface PlanPanelProps {
  plan: {
    split: EvalSplit
    recipes: readonly Recipe[]
    repeated: number
    indexes: number
    newIndexes: number
    estimatedSeconds: number | null
  } | null
  forecast: SweepForecast | null
  spec: SweepSpec
  problems: readonly string[]
  settled: boolean
}

/** More recipes than this are counted, not listed. */
const listed = 40

/** What Start would do, before it does anything. */
export function PlanPanel({ plan, forecast, spec, problems, settled }: PlanPanelProps) {
  return (
    <aside className={styles.panel} aria-label="What Start will do" aria-busy={!settled}>
      <h2>What Start will do</h2>
      {problems.length > 0 && (
        <Notice kind="error">
          <ul className={styles.problems}>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
      {plan && (
        <>
          <p className={styles.count3} role="status">
            {planSentence(plan)}
          </p>
          <dl className={styles.facts}>
            <dt>Questions</dt>
            <dd>
              {plan.split.queries.toLocaleString('en-US')}, {plan.split.judgedQueries.toLocaleString('en-US')} judged
            </dd>
            {plan.indexes > 0 && (
              <>
                <dt>Indexes</dt>
                <dd>
                  {plan.indexes}, {plan.newIndexes === 0 ? 'all built already' : `${plan.newIndexes} to build`}
                </dd>
              </>
            )}
            {plan.repeated > 0 && (
              <>
                <dt>Left out</dt>
                <dd>{plan.repeated} that would repeat another</dd>
              </>
            )}
          </dl>
          {forecast && <CostPart forecast={forecast} spec={spec} />}
          <h3>Recipes</h3>
          <ol className={styles.recipes}>
            {plan.recipes.slice(0, listed).map((recipe) => {
              const { chunking, search, embedding, model } = describeRecipe(recipe)
              // At the prompt rung, cutting and searching say the same.
              const text = [...new Set([chunking, search, embedding, model].filter(Boolean))].join(' · ')
              return (
                <li key={JSON.stringify(recipe)} title={text}>
                  {text}
                </li>
              )
            })}
          </ol>
          {plan.recipes.length > listed && (
            <p className={formStyles.explanation}>and {(plan.recipes.length - listed).toLocaleString('en-US')} more</p>
          )}
        </>
      )}
    </aside>
  )
}

/** `36 recipes, 4 new indexes, about 3 minutes` */
export function planSentence(
  plan: Pick<NonNullable<PlanPanelProps['plan']>, 'recipes' | 'newIndexes' | 'estimatedSeconds'>,
): string {
  return [
    plan.recipes.length === 1 ? '1 recipe' : `${plan.recipes.length.toLocaleString('en-US')} recipes`,
    plan.newIndexes === 1 ? '1 new index' : `${plan.newIndexes === 0 ? 'no' : plan.newIndexes} new indexes`,
    plan.estimatedSeconds === null ? 'no estimate of the time yet' : duration(plan.estimatedSeconds),
  ].join(', ')
}

function duration(seconds: number): string {
  if (seconds < 1) return 'about a second'
  if (seconds < 55) return `about ${Math.ceil(seconds)} seconds`
  if (seconds < 90) return 'about a minute'
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} minutes`
  return `about ${(seconds / 3600).toFixed(1)} hours`
}
