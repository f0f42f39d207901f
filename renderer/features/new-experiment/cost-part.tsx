import { Link } from '@tanstack/react-router'
import type { ForecastCap, SweepForecast } from '../../../shared/domain/forecast.ts'
import type { SweepSpec } from '../../../shared/domain/recipe.ts'
import formStyles from '../../forms/forms.module.css'
import { Notice } from '../../ui/notice.tsx'
import { costSentence, rangeText, shortUsd } from './cost-text.ts'
import styles from './new-experiment.module.css'
import { PilotPart } from './pilot-part.tsx'

const stages = {
  training: 'Training',
  embedding: 'Embedding',
  rerank: 'Reranking',
  generation: 'Answers',
  judge: 'Judging',
  storage: 'Storage',
}
const scopes = { run: 'per run', sweep: 'for the sweep', month: 'for the month' }

/** What Start will cost: in all, by stage, against the caps, and which prices are missing. */
export function CostPart({ forecast, spec }: { forecast: SweepForecast; spec: SweepSpec }) {
  const { lines, unknownPrices, caps, hasStandIns, pilot } = forecast
  const isUnmeasured = lines.some(({ outputFrom, outputTokens }) => outputFrom === 'cap' && outputTokens > 0)
  const broken = caps.filter(({ keeps }) => keeps !== 'yes')
  return (
    <section aria-label="Cost" className={styles.costPart}>
      <h3>Cost</h3>
      <p className={styles.cost}>{costSentence(forecast)}</p>
      {lines.length > 0 && (
        <dl className={styles.facts}>
          {lines.map(({ stage, model, baseUrl, cost, price, inputTokens, outputTokens, calls }) => (
            <div key={`${stage} ${model} ${baseUrl}`} className={styles.costLine}>
              <dt>
                {stages[stage]}
                <span>
                  {model} ·{' '}
                  {calls === 0
                    ? 'all known already'
                    : `${thousands(inputTokens)} tokens in${outputTokens > 0 ? `, ${thousands(outputTokens)} out` : ''}`}
                </span>
              </dt>
              <dd>{cost === null ? 'not known' : price?.source === 'local' ? 'free' : rangeText(cost)}</dd>
            </div>
          ))}
        </dl>
      )}
      {unknownPrices.map(({ model, baseUrl }) => (
        <Notice key={`${model} ${baseUrl}`} kind={caps.length > 0 ? 'error' : 'warning'}>
          The price of {model} is not known
          {caps.length > 0 ? ', so the cap cannot be kept and nothing would be sent' : ''}.{' '}
          <Link to="/settings">Enter it in Settings</Link>
          {caps.some(({ scope }) => scope !== 'month') ? ', or remove the cap.' : '.'}
        </Notice>
      ))}
      {broken
        .filter(({ keeps }) => keeps !== 'unknown')
        .map((cap) => (
          <Notice key={cap.scope} kind="warning">
            {capSentence(cap)}
          </Notice>
        ))}
      {isUnmeasured && (
        <p className={formStyles.explanation}>
          Answers are counted at their longest: this model has given none here yet.
        </p>
      )}
      <PilotPart spec={spec} offer={isUnmeasured ? pilot : null} />
      {hasStandIns && lines.length > 0 && (
        <p className={formStyles.explanation}>Prompts are counted with stand-ins: the index is not built yet.</p>
      )}
    </section>
  )
}

function capSentence({ scope, capUsd, leftUsd, keeps }: ForecastCap): string {
  const left = leftUsd < capUsd ? `, of which ${shortUsd(leftUsd)} is left,` : ''
  const cap = `The cap of ${shortUsd(capUsd)} ${scopes[scope]}${left}`
  return keeps === 'no'
    ? `${cap} will not do: it stops before the end and keeps every answer.`
    : `${cap} may not do: it would stop and keep every answer.`
}

/** `843`, `2.4k`, `57k`, `1.2M` */
function thousands(count: number): string {
  if (count < 1000) return String(Math.round(count))
  return count < 1e6 ? `${(count / 1000).toFixed(count < 1e4 ? 1 : 0)}k` : `${(count / 1e6).toFixed(1)}M`
}
