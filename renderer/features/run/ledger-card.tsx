import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { CostStage, LedgerLine } from '../../../shared/domain/ledger.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { Card } from '../../ui/card.tsx'
import styles from './run-screen.module.css'
import { sumLedger } from './sum-ledger.ts'

const stages: Readonly<Record<CostStage, string>> = {
  training: 'Train',
  embedding: 'Embed',
  rerank: 'Rerank',
  generation: 'Answer',
  judge: 'Judge',
  storage: 'Storage',
}

const count = (value: number) => value.toLocaleString('en-US')

/** What the run called and what that cost, by stage and model. A price that nobody knows is said so, and never counts as 0. */
export function LedgerCard({ detail }: { detail: RunDetail }) {
  const { ledger } = detail
  if (ledger.length === 0) {
    return (
      <Card title="Cost ledger">
        <p className={styles.empty}>No model was called: this run was answered on this computer and cost nothing.</p>
      </Card>
    )
  }
  const total = sumLedger(ledger)
  return (
    <Card title="Cost ledger" note="at the prices of the day of each call">
      <div className={styles.tableScroll}>
        <table className={styles.ledger}>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Calls</th>
              <th scope="col">Tokens in</th>
              <th scope="col">Tokens out</th>
              <th scope="col" title="what it costs, whoever paid for it">
                Cost
              </th>
              <th scope="col" title="what this run paid; what came from the cache was paid for before">
                Spent
              </th>
            </tr>
          </thead>
          <tbody>
            {ledger.map((line) => (
              <tr key={`${line.stage} ${line.model}`}>
                <th scope="row">
                  {stages[line.stage]}
                  <span className={styles.under} dir="auto" title={line.model}>
                    {line.model}
                  </span>
                </th>
                <Figures line={line} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              <Figures line={total} />
            </tr>
          </tfoot>
        </table>
      </div>
      {total.unconfirmedCalls > 0 && (
        <p className={styles.footnote}>
          {`${count(total.unconfirmedCalls)} ${total.unconfirmedCalls === 1 ? 'call was' : 'calls were'} sent and got no answer: counted as spent at the worst case, ${formatFigure(total.unconfirmedUsd, 'usd')}.`}
        </p>
      )}
    </Card>
  )
}

function Figures({ line }: { line: Omit<LedgerLine, 'stage' | 'model'> }) {
  const { calls, cachedCalls, unconfirmedCalls, usage, costUsd, spentUsd } = line
  const ofThem = [
    ...(cachedCalls > 0 ? [`${count(cachedCalls)} cached`] : []),
    ...(unconfirmedCalls > 0 ? [`${count(unconfirmedCalls)} unconfirmed`] : []),
  ]
  return (
    <>
      <td>
        {count(calls)}
        <span className={styles.under}>{ofThem.join(', ')}</span>
      </td>
      <td>
        {count(usage.inputTokens)}
        <span className={styles.under}>
          {usage.cachedInputTokens > 0 && `${count(usage.cachedInputTokens)} at the cache price`}
        </span>
      </td>
      <td>{count(usage.outputTokens)}</td>
      <td>{money(costUsd)}</td>
      <td>{money(spentUsd)}</td>
    </>
  )
}

function money(usd: number | null) {
  return usd === null ? <span className={styles.quiet}>price not known</span> : formatFigure(usd, 'usd')
}
