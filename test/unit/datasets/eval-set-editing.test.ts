import { expect, test } from 'vitest'
import type { Engine } from '../../../main/engine/engine.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'

import { smallDataset } from '../../support/small-dataset.ts'

async function importSmall() {
  const opened = await openFilledEngine('small', smallDataset)
  const evalSet = opened.engine.datasets.listEvalSets()[0]!
  return { ...opened, evalSet, [Symbol.asyncDispose]: () => opened.engine.close() }
}

function gradeOf(engine: Engine, evalSet: EvalSet, queryId: string, docId: string): number | undefined {
  return engine.datasets.browsing
    .query(evalSet.evalSetId, queryId)
    .judgments.find((judgment) => judgment.docId === docId)?.grade
}

test('editing a judgment stores a new version and leaves the old one as it was', async () => {
  await using opened = await importSmall()
  const { engine, evalSet } = opened
  const edited = engine.datasets.editing.editJudgment(evalSet.evalSetId, {
    split: 'test',
    queryId: 'q1',
    docId: 'hub',
    grade: 2,
  })
  expect(edited.evalSetId).not.toBe(evalSet.evalSetId)
  expect(edited.contentHash).not.toBe(evalSet.contentHash)
  expect(gradeOf(engine, edited, 'q1', 'hub')).toBe(2)
  expect(gradeOf(engine, evalSet, 'q1', 'hub')).toBe(1)
  expect(engine.datasets.listEvalSets()).toEqual([edited])
  expect(
    engine.datasets.browsing.evalSet(evalSet.name).versions.map(({ number, evalSetId }) => [number, evalSetId]),
  ).toEqual([
    [1, evalSet.evalSetId],
    [2, edited.evalSetId],
  ])
  expect(engine.datasets.browsing.evalSet(evalSet.evalSetId)).toMatchObject({ number: 1, isCurrent: false })
})

test('an edit that changes nothing makes no version', async () => {
  await using opened = await importSmall()
  const { engine, evalSet } = opened
  const same = { split: 'test', queryId: 'q1', docId: 'hub', grade: 1 }
  expect(engine.datasets.editing.editJudgment(evalSet.evalSetId, same).evalSetId).toBe(evalSet.evalSetId)
})

test('adding and removing a judgment leads back to the same content hash', async () => {
  await using opened = await importSmall()
  const { engine, evalSet } = opened
  const place = { split: 'test', queryId: 'q1', docId: 'radio' }
  const added = engine.datasets.editing.editJudgment(evalSet.evalSetId, { ...place, grade: 1 })
  expect(added.splits[0]!.judgments).toBe(6)
  const removed = engine.datasets.editing.editJudgment(added.evalSetId, { ...place, grade: null })
  expect(removed.contentHash).toBe(evalSet.contentHash)
})

test('an old version, an unknown document and an unknown query are refused and change nothing', async () => {
  await using opened = await importSmall()
  const { engine, evalSet } = opened
  const { editing } = engine.datasets
  const judgment = { split: 'test', queryId: 'q1', docId: 'hub', grade: 3 }
  const unknownDocument = () => editing.editJudgment(evalSet.evalSetId, { ...judgment, docId: 'no such' })
  expect(unknownDocument).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  const unknownQuery = () => editing.editJudgment(evalSet.evalSetId, { ...judgment, queryId: 'no such' })
  expect(unknownQuery).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  expect(engine.datasets.listEvalSets()).toEqual([evalSet])
  editing.editJudgment(evalSet.evalSetId, judgment)
  const stale = () => editing.editJudgment(evalSet.evalSetId, { ...judgment, grade: 4 })
  expect(stale).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
})

test('a gold span takes its quote from the document, and one that overlaps another is joined with it', async () => {
  await using opened = await importSmall()
  const { engine, evalSet } = opened
  const { editing, browsing } = engine.datasets
  const first = editing.editSpans(evalSet.evalSetId, {
    queryId: 'q1',
    add: [{ docId: 'hub', start: 4, end: 14 }],
    remove: [],
  })
  expect(first.spans).toBe(1)
  expect(browsing.query(first.evalSetId, 'q1').spans).toEqual([
    { docId: 'hub', start: 4, end: 14, quote: 'hub stores' },
  ])
  const joined = editing.editSpans(first.evalSetId, {
    queryId: 'q1',
    add: [{ docId: 'hub', start: 8, end: 27 }],
    remove: [],
  })
  expect(browsing.query(joined.evalSetId, 'q1').spans).toEqual([
    { docId: 'hub', start: 4, end: 27, quote: 'hub stores the readings' },
  ])
  const removed = editing.editSpans(joined.evalSetId, {
    queryId: 'q1',
    add: [],
    remove: [{ docId: 'hub', start: 4, end: 27 }],
  })
  expect(removed.contentHash).toBe(evalSet.contentHash)
  const outside = { queryId: 'q1', add: [{ docId: 'hub', start: 4, end: 100_000 }], remove: [] }
  expect(() => editing.editSpans(removed.evalSetId, outside)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  )
})

test('undo makes the version before the edit the newest again, as itself when no run used the edit', async () => {
  await using opened = await importSmall()
  const { engine, evalSet } = opened
  const edit = { split: 'test', queryId: 'q1', docId: 'hub', grade: null }
  const edited = engine.datasets.editing.editJudgment(evalSet.evalSetId, edit)
  expect(engine.datasets.editing.undoEdit(edited.evalSetId)).toEqual(evalSet)
  expect(engine.datasets.listEvalSets()).toEqual([evalSet])
  expect(() => engine.datasets.editing.undoEdit(evalSet.evalSetId)).toThrow(
    expect.objectContaining({ code: 'CONFLICT' }),
  )
})

test('runs keep the version they were scored on, whatever is edited or undone', async () => {
  await using opened = await importSmall()
  const { engine, evalSet } = opened
  const { editing, browsing } = engine.datasets
  const edited = editing.editJudgment(evalSet.evalSetId, { split: 'test', queryId: 'q1', docId: 'hub', grade: 3 })
  const recipe = { search: { mode: 'fulltext' }, embedding: { kind: 'none' } }
  const { runIds } = engine.experiments.start(SweepSpec.parse({ name: 'keyword', eval: evalSet.name, base: recipe }))
  await engine.jobs.idle()
  const restored = editing.undoEdit(edited.evalSetId)
  expect(restored.contentHash).toBe(evalSet.contentHash)
  expect(restored.evalSetId).not.toBe(evalSet.evalSetId)
  const versions = browsing.evalSet(evalSet.name).versions
  expect(versions.map(({ evalSetId, runs }) => [evalSetId, runs])).toEqual([
    [evalSet.evalSetId, 0],
    [edited.evalSetId, runIds.length],
    [restored.evalSetId, 0],
  ])
})
