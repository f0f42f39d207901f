import { Link } from '@tanstack/react-router'
import { Ellipsis, Pin } from 'lucide-react'
import { type MetricDefinition, metricDefinition, metricDefinitions } from '../../../shared/domain/metric.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import type { GridColumn } from '../../ui/data-grid/grid-column.ts'
import { InlineEdit } from '../../ui/inline-edit.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import { metricColumn, whiskerColumn } from './metric-columns.tsx'
import type { EditableColumn, RunColumnContext } from './run-column-context.ts'
import type { RunRow } from './run-row.ts'
import styles from './runs.module.css'
import { statusLabels } from './runs-address.ts'
import { StatusCell } from './status-cell.tsx'
import type { AnswerColumns } from './use-answer-columns.ts'

export const editableColumns: ReadonlySet<string> = new Set(['name', 'tags', 'notes'] satisfies EditableColumn[])

/** Every column of the runs table, in the order in which they first stand. */
export function runColumns(context: RunColumnContext): GridColumn<RunRow>[] {
  const { jobs, onMenu } = context
  return [
    {
      id: 'name',
      label: 'Run',
      section: 'Identity',
      width: 190,
      minWidth: 120,
      grows: true,
      required: true,
      sortValue: (run) => run.name,
      render: (run, { active }) =>
        editor(run, 'name', context, 200) ?? <RunName run={run} active={active} baseline={context.baseline} />,
    },
    {
      id: 'rung',
      label: 'Rung',
      section: 'Identity',
      width: 94,
      fits: true,
      sortValue: (run) => run.recipe?.rung,
      render: (run) => <RungBadge rung={run.recipe?.rung ?? null} />,
    },
    {
      id: 'recipe',
      label: 'Recipe',
      section: 'Identity',
      width: 168,
      grows: true,
      sortValue: (run) => `${run.words.chunking} ${run.words.search} ${run.words.embedding} ${run.words.model}`,
      render: ({ words, recipe }) =>
        recipe ? (
          <Two
            first={!hasRetrieval(recipe.rung) ? words.mode : `${words.chunking} · ${words.mode}`}
            second={
              !hasRetrieval(recipe.rung)
                ? (words.model ?? '')
                : [
                    ...(words.model ? [words.model] : []),
                    words.search.replace(words.mode, '').replace(/^[ ,]+/u, ''),
                    words.embedding ?? 'no vectors',
                  ]
                    .filter(Boolean)
                    .join(' · ')
            }
          />
        ) : (
          <Two first="made elsewhere" second="imported" />
        ),
    },
    {
      id: 'search',
      label: 'Search',
      section: 'Identity',
      width: 110,
      optional: true,
      sortValue: (run) => run.words.search,
      render: ({ words, recipe }) => (
        <Two first={words.search} second={recipe && hasRetrieval(recipe.rung) ? `depth ${recipe.search.depth}` : ''} />
      ),
    },
    {
      id: 'chunking',
      label: 'Chunking',
      section: 'Identity',
      width: 130,
      optional: true,
      sortValue: (run) => run.words.chunking,
      render: ({ words }) => <Two first={words.chunking} second="" />,
    },
    {
      id: 'embedding',
      label: 'Embedding',
      section: 'Identity',
      width: 130,
      optional: true,
      sortValue: (run) => run.words.embedding ?? undefined,
      render: ({ words, recipe }) => (
        <Two first={words.embedding ?? '–'} second={words.embedding || !recipe ? '' : 'no vectors'} />
      ),
    },
    {
      id: 'model',
      label: 'Model',
      section: 'Identity',
      width: 130,
      optional: true,
      description: 'The model that answers',
      sortValue: (run) => run.words.model ?? undefined,
      render: ({ words }) => <Two first={words.model ?? '–'} second={words.model ? '' : 'no answers'} />,
    },
    {
      id: 'evalSet',
      label: 'Eval set',
      section: 'Identity',
      width: 110,
      optional: true,
      sortValue: (run) => `${run.evalSetName} ${run.split}`,
      render: (run) => <Two first={run.evalSetName} second={run.split} />,
    },
    {
      id: 'status',
      label: 'Status',
      section: 'Identity',
      width: 92,
      fits: true,
      sortValue: (run) => statusLabels[run.status],
      render: (run) => <StatusCell run={run} jobs={jobs} />,
    },
    whiskerColumn(context),
    ...columnOrder(context.answers).map((definition) => metricColumn(definition, context)),
    {
      id: 'created',
      label: 'Started',
      section: 'Notes and dates',
      width: 70,
      fits: true,
      align: 'end',
      inMessage: true,
      firstSort: 'descending',
      sortValue: (run) => run.createdAt,
      render: (run) => <Started at={run.createdAt} />,
    },
    {
      id: 'tags',
      label: 'Tags',
      section: 'Notes and dates',
      width: 104,
      sortValue: (run) => run.tags.join(' ') || undefined,
      render: (run) =>
        editor(run, 'tags', context, 1000) ?? (
          <span className={styles.tags}>
            {run.tags.map((tag) => (
              <span key={tag} className={styles.tag}>
                {tag}
              </span>
            ))}
          </span>
        ),
    },
    {
      id: 'notes',
      label: 'Notes',
      section: 'Notes and dates',
      width: 180,
      optional: true,
      sortValue: (run) => run.notes || undefined,
      render: (run) => editor(run, 'notes', context, 10_000) ?? <span title={run.notes}>{run.notes}</span>,
    },
    {
      id: 'menu',
      label: 'Commands',
      header: <span className={styles.hidden}>Commands</span>,
      section: 'Notes and dates',
      width: 36,
      fits: true,
      minWidth: 36,
      required: true,
      render: (run, { active }) => (
        <button
          type="button"
          className={styles.menuButton}
          aria-label={`Commands for ${run.name}`}
          aria-haspopup="menu"
          tabIndex={active ? 0 : -1}
          onClick={(event) => onMenu(run, event.currentTarget)}
        >
          <Ellipsis size={14} aria-hidden="true" />
        </button>
      ),
    },
  ]
}

/** Measures that evaluators made stand before the fixed ones, as what a reader of answers looks at first. */
function columnOrder({ versioned }: AnswerColumns): readonly MetricDefinition[] {
  return [...versioned.flatMap((name) => metricDefinition(name) ?? []), ...metricDefinitions.values()]
}

function editor(run: RunRow, column: EditableColumn, context: RunColumnContext, maxLength: number) {
  const { editing } = context
  if (editing?.runId !== run.runId || editing.column !== column) return null
  const labels = { name: 'Name', tags: 'Tags, separated by commas', notes: 'Notes' }
  return (
    <InlineEdit
      label={labels[column]}
      value={column === 'tags' ? run.tags.join(', ') : run[column]}
      maxLength={maxLength}
      onSave={(text) => context.onSave(run, column, text)}
      onDone={context.onEditDone}
    />
  )
}

function RunName({ run, active, baseline }: { run: RunRow; active: boolean; baseline: RunRow | null }) {
  return (
    <span className={styles.two}>
      <span className={styles.nameLine}>
        <Link
          to="/runs/$runId"
          params={{ runId: run.runId }}
          className={styles.name}
          title={run.name}
          tabIndex={active ? 0 : -1}
        >
          {run.name}
        </Link>
        {run.runId === baseline?.runId && <Pin size={11} aria-label="Baseline" />}
      </span>
      <span className={styles.id}>{run.runId.slice(0, 8)}</span>
    </span>
  )
}

function Two({ first, second }: { first: string; second: string }) {
  return (
    <span className={`${styles.two} ${styles.cut}`}>
      <span title={first}>{first}</span>
      <span className={styles.second}>{second}</span>
    </span>
  )
}

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** The hint is written when it is wanted: dates are slow to write, and rows come by fast. */
function Started({ at }: { at: string }) {
  const date = new Date(at)
  const now = new Date()
  const isToday =
    date.getDate() === now.getDate() && date.getMonth() === now.getMonth() && date.getFullYear() === now.getFullYear()
  return (
    <span
      className={styles.two}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = full.format(date)
      }}
    >
      <span>{isToday ? 'Today' : day.format(date)}</span>
      <span className={styles.second}>{time.format(date)}</span>
    </span>
  )
}
