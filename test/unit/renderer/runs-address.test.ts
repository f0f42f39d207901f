import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runRows } from '../../../renderer/features/runs/run-row.ts'
import { filterRuns, readSort, writeSort } from '../../../renderer/features/runs/runs-address.ts'
import { compareSortValues } from '../../../renderer/ui/data-grid/grid-column.ts'
import { gridItems } from '../../../renderer/ui/data-grid/grid-items.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'
import type { ListedRun, RunList } from '../../../shared/domain/run-list.ts'

const run = (name: string, rest: Partial<ListedRun> = {}): ListedRun =>
  ({
    runId: name,
    name,
    split: 'test',
    sweepId: null,
    jobId: 'job',
    status: 'finished',
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    error: null,
    tags: [],
    notes: '',
    queries: 5,
    answeredQueries: 5,
    recipe: 0,
    evalSet: 0,
    values: [0.5, null],
    counts: [5, 0],
    ...rest,
  }) as ListedRun

const list = (runs: ListedRun[]): RunList =>
  ({
    metrics: ['mrr', 'map'],
    recipes: [Recipe.parse({}), Recipe.parse({ search: { mode: 'vector' } })],
    evalSets: [{ evalSetId: 'e', name: 'manual' }],
    sweeps: [{ sweepId: 's', name: 'Night sweep', jobId: 'job' }],
    runs,
  }) as RunList

describe('address of the runs screen', () => {
  test('a sort is read as it was written', () => {
    const sort = fc.array(
      fc.record({ column: fc.constantFrom('name', 'ndcg@10', 'latencyMs.total.p50'), descending: fc.boolean() }),
    )
    fc.assert(
      fc.property(sort, (sorting) => {
        expect(readSort(writeSort(sorting))).toEqual(sorting)
      }),
    )
  })

  test('every word of the search and every filter must fit', () => {
    const rows = runRows(
      list([
        run('one', { tags: ['keep', 'fast'] }),
        run('two', { recipe: 1, sweepId: 's' as ListedRun['sweepId'] }),
        run('three', { status: 'failed', notes: 'Night watch' }),
      ]),
    )
    const found = (...parameters: [Parameters<typeof filterRuns>[1], string]) =>
      filterRuns(rows, ...parameters).map(({ name }) => name)
    expect(found({}, '')).toEqual(['one', 'two', 'three'])
    expect(found({ tag: 'fast' }, '')).toEqual(['one'])
    expect(found({ mode: 'vector' }, '')).toEqual(['two'])
    expect(found({ status: 'failed', mode: 'hybrid' }, '')).toEqual(['three'])
    expect(found({}, 'NIGHT')).toEqual(['two', 'three'])
    expect(found({}, 'night sweep')).toEqual(['two'])
    expect(found({ tag: 'none' }, '')).toEqual([])
  })

  test('a figure that is missing is absent, not 0', () => {
    const [row] = runRows(list([run('one')]))
    expect(row!.figures.get('mrr')).toEqual({ value: 0.5, n: 5 })
    expect(row!.figures.has('map')).toBe(false)
  })
})

describe('grid', () => {
  test('groups hold every row once, in the order of the sort; a folded one shows none', () => {
    const rows = fc.array(fc.record({ id: fc.uuid(), group: fc.constantFrom('a', 'b', 'c') }))
    fc.assert(
      fc.property(rows, fc.subarray(['a', 'b', 'c']), (all, folded) => {
        const items = gridItems(all, (row) => row.id, { groupOf: (row) => row.group, collapsed: new Set(folded) })
        const groups = items.filter((item) => item.kind === 'group')
        expect(groups.map(({ group }) => group.key)).toEqual([...new Set(all.map((row) => row.group))])
        expect(groups.flatMap(({ group }) => group.rows)).toHaveLength(all.length)
        const shown = items.flatMap((item) => (item.kind === 'row' ? [item.row] : []))
        expect(shown).toEqual(
          groups.flatMap(({ group }) => all.filter((row) => row.group === group.key && !folded.includes(row.group))),
        )
      }),
    )
  })

  test('numbers sort by size, text as people order it', () => {
    expect([10, 9, 100].sort(compareSortValues)).toEqual([9, 10, 100])
    expect(['run 10', 'Run 9', 'run 1'].sort(compareSortValues)).toEqual(['run 1', 'Run 9', 'run 10'])
  })
})
