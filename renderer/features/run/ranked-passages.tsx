import { Fragment, useState } from 'react'
import { describeRelevance, describeSides } from '../../../shared/domain/describe-retrieval.ts'
import { rankCutoffs } from '../../../shared/domain/metric.ts'
import type { QueryResult } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { Button } from '../../ui/button.tsx'
import { Passage } from '../../ui/passage.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './question-drawer.module.css'

interface RankedPassagesProps {
  result: QueryResult
  run: Run
  /** Null when all that can be shown is. */
  onMore: (() => void) | null
}

/** The chunks in rank order, with the place where a cut-off in documents would end. */
export function RankedPassages({ result, run, onMore }: RankedPassagesProps) {
  const { passages, ranked, answered } = result
  const [cutoff, setCutoff] = useState(10)
  const search = run.recipe?.search
  const unit = search ? 'chunks' : 'documents'
  const cutoffs = rankCutoffs.filter((candidate) => !search || candidate <= search.k)
  const firstBeyond = passages.findIndex(({ documentRank }) => documentRank > cutoff)
  return (
    <section aria-label="Passages in rank order">
      <header className={styles.sectionHead}>
        <h3>Passages in rank order</h3>
        <span className={styles.quiet}>{`${passages.length} of ${ranked.toLocaleString('en-US')} ${unit}`}</span>
        {ranked > 0 && cutoffs.length > 1 && (
          <span className={styles.cutoff}>
            cut-off
            <Select
              label="Cut-off in documents"
              value={String(cutoff)}
              onChange={(value) => setCutoff(Number(value))}
              options={cutoffs.map((value) => [String(value), `k = ${value}`])}
            />
          </span>
        )}
      </header>
      {ranked === 0 && (
        <p className={styles.none}>
          {answered
            ? 'Nothing was retrieved: the search found no chunk for this question.'
            : 'This question has not been searched yet.'}
        </p>
      )}
      <ol className={styles.passages}>
        {passages.map((passage, index) => (
          <Fragment key={passage.chunk}>
            {index === firstBeyond && <CutoffLine cutoff={cutoff} />}
            <Passage
              rank={passage.rank}
              id={passage.docId}
              title={passage.title}
              detail={
                <>
                  {[`score ${passage.score.toFixed(3)}`, ...(search ? [describeSides(passage, search.mode)] : [])].join(
                    ' · ',
                  )}
                  <br />
                  {`document ${passage.documentRank}, characters ${passage.start.toLocaleString('en-US')}–${passage.end.toLocaleString('en-US')}${passage.tokens === null ? '' : `, ${passage.tokens.toLocaleString('en-US')} tokens`}`}
                </>
              }
              text={passage.text}
              marks={passage.gold}
              flag={describeRelevance(passage)}
            />
          </Fragment>
        ))}
      </ol>
      {onMore && (
        <div className={styles.more}>
          <Button size="small" onClick={onMore}>
            Show more passages
          </Button>
        </div>
      )}
    </section>
  )
}

function CutoffLine({ cutoff }: { cutoff: number }) {
  return (
    <li
      className={styles.cutoffLine}
    >{`the top ${cutoff} ${cutoff === 1 ? 'document ends' : 'documents end'} here`}</li>
  )
}
