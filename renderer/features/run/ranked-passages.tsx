import { Fragment, useEffect, useRef, useState } from 'react'
import { describeRelevance, describeSides } from '../../../shared/domain/describe-retrieval.ts'
import { rankCutoffs } from '../../../shared/domain/metric.ts'
import type { QueryResult } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { Button } from '../../ui/button.tsx'
import { Passage } from '../../ui/passage.tsx'
import { Select } from '../../ui/select.tsx'
import { type ContextEnd, contextEnd } from './context-end.ts'
import type { PointedPassage } from './pointed-passage.ts'
import styles from './question-drawer.module.css'

interface RankedPassagesProps {
  result: QueryResult
  run: Run
  /** The passage that a citation points to. */
  pointed: PointedPassage | null
  /** Null when all that can be shown is. */
  onMore: (() => void) | null
}

/** The chunks in rank order, with the place where a cut-off in documents would end. */
export function RankedPassages({ result, run, pointed, onMore }: RankedPassagesProps) {
  const { passages, ranked, answered } = result
  const [cutoff, setCutoff] = useState(10)
  const search = run.recipe?.search
  const unit = search ? 'chunks' : 'documents'
  const cutoffs = rankCutoffs.filter((candidate) => !search || candidate <= search.k)
  const firstBeyond = passages.findIndex(({ documentRank }) => documentRank > cutoff)
  const context = contextEnd(result, run)
  const target = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!pointed || !target.current) return
    scrollWithin(target.current)
    target.current.focus({ preventScroll: true })
  }, [pointed])
  return (
    <section aria-label="Passages in rank order">
      <header className={styles.sectionHead}>
        <h3>Passages in rank order</h3>
        <span className={styles.quiet}>{`${passages.length} of ${ranked.toLocaleString('en-US')} ${unit}`}</span>
        {ranked > 0 && cutoffs.length > 1 && !context && (
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
      <ol>
        {context && context.lastIndex === -1 && <ContextLine end={context} />}
        {passages.map((passage, index) => (
          <Fragment key={passage.chunk}>
            {index === firstBeyond && !context && <CutoffLine cutoff={cutoff} />}
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
              note={context?.notes.get(passage.chunk)}
              pointedAt={passage.chunk === pointed?.chunk}
              ref={passage.chunk === pointed?.chunk ? target : undefined}
            />
            {context && index === context.lastIndex && <ContextLine end={context} />}
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

function ContextLine({ end }: { end: ContextEnd }) {
  return (
    <li className={styles.cutoffLine}>
      {end.line}
      {end.leftOut && <span className={styles.leftOut}>{end.leftOut}</span>}
    </li>
  )
}

/** Brings an element to the middle of what scrolls it, and leaves the page around that where it is. */
function scrollWithin(element: HTMLElement): void {
  let scroller = element.parentElement
  while (scroller && !/auto|scroll/u.test(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement
  if (!scroller) return
  const above = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  scroller.scrollTop += above - Math.max(0, (scroller.clientHeight - element.offsetHeight) / 2)
}
