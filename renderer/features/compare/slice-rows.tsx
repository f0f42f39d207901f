import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { type FigureUnit, formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { type Slice, type SliceCell, SliceKind } from '../../../shared/domain/slices.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Delta } from '../../ui/delta.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { sideOf, sliceInAddress, sliceName } from './brush.ts'
import compare from './compare-screen.module.css'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'
import { SectionHead } from './section-head.tsx'
import styles from './slices.module.css'

interface SliceRowsProps {
  sides: readonly ComparedSide[]
  address: ReturnType<typeof useCompareSearch>
}

const kindLabels: Record<SliceKind, string> = {
  tag: 'Tags',
  questionType: 'Asked for',
  difficulty: 'Difficulty',
  length: 'Length',
}

/** Means and differences on groups of questions. A group chooses its questions below. */
export const SliceRows = memo(SlicePart)

function SlicePart({ sides, address }: SliceRowsProps) {
  const { query } = useEngine()
  const { runIds, baselineId, metric, slice, sliceKind, change } = address
  const result = useQuery(
    query.results.compareSlices.queryOptions({
      input: { runs: [...runIds], baseline: baselineId!, metric },
      enabled: sides.length > 1,
      placeholderData: keepPreviousData,
    }),
  )
  const found = result.data
  const kinds = SliceKind.options.filter((kind) => found?.slices.some((each) => each.kind === kind))
  const shownKind = kinds.find((kind) => kind === sliceKind) ?? kinds[0]
  const unit = metricDefinition(metric)?.unit ?? 'fraction'
  const columns = sides.length + 1
  if (found && kinds.length === 0) return null
  return (
    <tbody>
      <SectionHead
        title="Slices"
        columns={columns}
        note={`${metricLabel(metric)}, difference, [95 % interval of the difference, not corrected for the number of slices]`}
      >
        {shownKind && (
          <Segmented<SliceKind>
            label="Slices by"
            value={shownKind}
            onChange={(kind) => change({ slices: kind }, { replace: true })}
            options={kinds.map((kind) => [kind, kindLabels[kind]])}
          />
        )}
      </SectionHead>
      {(result.isPending || result.isError) && (
        <tr>
          <td colSpan={columns} className={compare.message}>
            {result.isError ? errorSentence(result.error) : <Skeleton width={320} label="Reading the slices" />}
          </td>
        </tr>
      )}
      {found?.slices
        .filter(({ kind }) => kind === shownKind)
        .map((each) => {
          const isChosen = slice?.kind === each.kind && slice.name === each.name
          return (
            <tr key={each.name} data-slice={each.name} className={isChosen ? styles.chosen : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.slice}
                  aria-pressed={isChosen}
                  title={`${each.shared.toLocaleString('en-US')} shared questions; choose to list only these`}
                  onClick={() => change({ slice: isChosen ? undefined : sliceInAddress(each) }, { replace: true })}
                >
                  <span dir="auto">{sliceName(each)}</span>
                  <span>{each.shared.toLocaleString('en-US')}</span>
                </button>
              </th>
              {sides.map((side) => (
                <td key={side.run.runId}>
                  <Cell side={side} slice={each} metric={metric} unit={unit} sides={sides} />
                </td>
              ))}
            </tr>
          )
        })}
      {shownKind === 'tag' && found !== undefined && found.omittedTags > 0 && (
        <tr>
          <td colSpan={columns} className={compare.message}>
            <span className={compare.quiet}>
              {`${found.omittedTags.toLocaleString('en-US')} more ${found.omittedTags === 1 ? 'tag stands' : 'tags stand'} on too few or on all questions; the search finds them.`}
            </span>
          </td>
        </tr>
      )}
    </tbody>
  )
}

interface CellProps {
  side: ComparedSide
  slice: Slice
  metric: string
  unit: FigureUnit
  sides: readonly ComparedSide[]
}

function Cell({ side, slice, metric, unit, sides }: CellProps) {
  const cell = slice.cells.find(({ runId }) => sideOf(sides, runId) === side)
  if (!cell || cell.value === null) {
    return <span className={compare.quiet}>{side.notComparable ? '– not comparable' : '– not scored'}</span>
  }
  return (
    <span className={compare.metric}>
      <b>{formatFigure(cell.value, unit)}</b>
      {cell.difference === null ? (
        <span className={compare.interval}>reference</span>
      ) : (
        <>
          <Delta
            value={holdsZero(cell) ? 0 : cell.difference}
            text={formatChange(cell.difference, unit)}
            better={metricDefinition(metric)?.better ?? 'none'}
            spoken={`on ${cell.n.toLocaleString('en-US')} questions`}
          />
          <span className={compare.interval}>{formatInterval(cell.ciLow, cell.ciHigh, unit)}</span>
        </>
      )}
      {cell.n < 10 && <span className={compare.n}>few</span>}
    </span>
  )
}

/** A difference that may be none gets no colour. */
function holdsZero({ ciLow, ciHigh }: SliceCell): boolean {
  return ciLow === null || ciHigh === null || (ciLow <= 0 && ciHigh >= 0)
}
