import { useQuery } from '@tanstack/react-query'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { RatingAgreement } from '../../../shared/domain/rating.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './rating-screen.module.css'

/** All is rated: how far each judge agrees, and where it differs most. */
export function AgreementTable({ runIds, total }: { runIds: RunId[]; total: number }) {
  const { query } = useEngine()
  const { data, error } = useQuery(query.ratings.agreements.queryOptions({ input: { runIds } }))
  return (
    <>
      <h2 className={styles.question}>{`All ${total} answers are rated`}</h2>
      {error && <Notice kind="error">{errorSentence(error)}</Notice>}
      {data?.length === 0 && (
        <p>No model judged these answers, so there is nothing to compare with. The ratings are kept.</p>
      )}
      {data && data.length > 0 && (
        <Card title="Agreement of judges with the ratings" note="−1 to 1; kappa is quadratic-weighted on five grades">
          <table className={styles.table}>
            <thead>
              <tr>
                {['Run', 'Judge', 'n', 'Kappa', 'Spearman', 'Kendall tau-b'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <tr key={`${row.runId} ${row.measure}`}>
                  <td>{row.runName}</td>
                  <td>{row.measure}</td>
                  <td>{row.n}</td>
                  {[row.kappa, row.spearman, row.kendallTauB].map((statistic, index) => (
                    <td key={['kappa', 'rho', 'tau'][index]}>
                      <StatisticCell {...statistic} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
      {data
        ?.filter(({ disagreements }) => disagreements.length > 0)
        .map((row) => (
          <Card
            key={`${row.runId} ${row.measure}`}
            title="Largest disagreements"
            note={`${row.runName}, ${row.measure}`}
          >
            <ul className={styles.text}>
              {row.disagreements.map((item) => (
                <li key={`${item.queryId} ${item.repetition}`} dir="auto">
                  {`${item.question} Rated ${item.rating}, judged ${item.score.toFixed(2)}: ${item.reason}`}
                  {item.note && ` Note: ${item.note}`}
                </li>
              ))}
            </ul>
          </Card>
        ))}
    </>
  )
}

function StatisticCell({ value, words }: RatingAgreement['kappa']) {
  return (
    <>
      {value !== null && <b>{value.toFixed(3)}</b>} <span className={styles.words}>{words}</span>
    </>
  )
}
