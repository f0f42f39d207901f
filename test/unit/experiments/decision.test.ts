import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recommendRung } from '../../../main/engine/experiments/decisions/recommend-rung.ts'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import { DecisionAnswers, DecisionEntries } from '../../../shared/domain/decision.ts'
import type { EvalSetId, RunId } from '../../../shared/domain/ids.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { Monitor } from '../../../shared/domain/monitor.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { type MemoryEngine, openMemoryEngine } from '../../support/open-memory-engine.ts'
import { jsonl } from '../../support/parse-files.ts'
import { smallDataset } from '../../support/small-dataset.ts'

const entriesOf = (entries: Record<string, unknown>) => DecisionEntries.parse(entries)

describe('framework', () => {
  test.each([
    [{}, null],
    [{ missing: 'knowledge' }, 'rag'],
    [{ missing: 'knowledge', volume: 'prompt', changes: 'yearly' }, 'prompt'],
    [{ missing: 'knowledge', volume: 'prompt', changes: 'weekly' }, 'rag'],
    [{ missing: 'behaviour', goodExamples: 500 }, 'finetune'],
    [{ missing: 'behaviour', goodExamples: 40 }, 'prompt'],
    [{ missing: 'behaviour', goodExamples: 500, sources: 'required' }, 'hybrid'],
    [{ missing: 'both', goodExamples: 500, volume: 'millions' }, 'hybrid'],
    [{ missing: 'both', volume: 'documents' }, 'rag'],
  ])('%j asks for %s', (answers, rung) => {
    expect(recommendRung(DecisionAnswers.parse(answers))?.rung ?? null).toBe(rung)
  })
})

describe('decision record', () => {
  let memory: MemoryEngine
  let client: ReturnType<typeof createInProcessClient>

  beforeEach(async () => {
    memory = await openMemoryEngine({
      small: smallDataset,
      changed: {
        ...smallDataset,
        'corpus.jsonl': jsonl([{ _id: 'hub', title: 'The hub', text: 'The hub sends its readings every hour.' }]),
      },
    })
    client = createInProcessClient(memory.engine)
    await client.datasets.import({ paths: ['small'], name: 'small' })
    await memory.engine.jobs.idle()
    fillWithRuns(memory.ports.store, (await client.datasets.list()).evalSets[0]!, 6)
  })
  afterEach(() => memory.engine.close())

  const stateOf = async (id: string, entries?: DecisionEntries) => {
    const { checklist } = await client.decisions.draft(entries ? { entries } : {})
    return checklist.find((item) => item.id === id)!
  }

  test('ticks what runs show, says what is missing, and leaves to people what only they can say', async () => {
    expect(await stateOf('rag.chunkSizes')).toMatchObject({ state: 'done' })
    expect((await stateOf('rag.chunkSizes')).runIds.length).toBeGreaterThan(1)
    expect(await stateOf('rag.rerank')).toMatchObject({
      state: 'missing',
      evidence: expect.stringContaining('missing'),
    })
    expect(await stateOf('ft.examples')).toMatchObject({ state: 'missing' })
    expect(await stateOf('ft.metrics')).toMatchObject({ state: 'entry' })
  })

  test('an override keeps its reason, and never hides evidence', async () => {
    const entries = entriesOf({ overrides: { 'ft.metrics': 'Agreed in June.', 'rag.chunkSizes': 'No need.' } })
    expect(await stateOf('ft.metrics', entries)).toMatchObject({ state: 'overridden', evidence: 'Agreed in June.' })
    expect(await stateOf('rag.chunkSizes', entries)).toMatchObject({ state: 'done' })
  })

  test('ticks are stale once the documents have changed', async () => {
    await client.datasets.import({ paths: ['changed'], name: 'small' })
    await memory.engine.jobs.idle()
    expect(await stateOf('rag.chunkSizes')).toMatchObject({ state: 'stale' })
  })

  test('update frequency is known once it is answered; documents older than it are stale', async () => {
    expect(await stateOf('rag.updates')).toMatchObject({
      state: 'entry',
      evidence: expect.stringContaining('small, version 1'),
    })
    const entries = entriesOf({ answers: { changes: 'weekly' } })
    expect(await stateOf('rag.updates', entries)).toMatchObject({ state: 'done' })
    memory.clock.advance(8 * 86_400_000)
    expect(await stateOf('rag.updates', entries)).toMatchObject({
      state: 'stale',
      evidence: expect.stringContaining('8 days old'),
    })
  })

  test('drift and cadence are not ticked by a monitor on a run without a tuned model', async () => {
    const { monitors, runs } = memory.ports.store
    const monitorOf = (monitorId: string, runId: string, retrainAfterDays: number | null) =>
      monitors.set(
        Monitor.parse({
          ...{ monitorId, name: monitorId, runId, createdAt: '2026-01-01T00:00:00.000Z', isPaused: false },
          terms: { metric: 'ndcg@10', retrainAfterDays },
        }),
      )
    monitorOf('rag', 'run000000', 30)
    expect(await stateOf('ft.drift')).toMatchObject({ state: 'missing' })
    expect(await stateOf('rag.cost')).toMatchObject({ state: 'done', runIds: ['run000000'] })
    const tuned = 'tuned' as RunId
    const recipe = Recipe.parse({
      rung: 'finetune',
      generation: { model: 'm', provider: { kind: 'openai', baseUrl: 'https://api.openai.com/v1' } },
    })
    runs.addRuns([{ ...runs.run('run000000' as RunId)!, runId: tuned, name: 'tuned', recipe, recipeHash: 'tuned' }])
    runs.setStatus(tuned, 'finished', '2026-01-02T00:00:00.000Z')
    monitorOf('tuned', 'tuned', 45)
    expect(await stateOf('ft.drift')).toMatchObject({ state: 'done', runIds: ['tuned'] })
    expect(await stateOf('ft.cadence')).toMatchObject({ state: 'done', evidence: 'every 45 days' })
  })

  const exported = async (input: Parameters<typeof client.decisions.export>[0]) => {
    let text = ''
    for await (const piece of await client.decisions.export(input)) text += piece
    return text
  }

  test('is exported with answers, gates, checklists and runs; a saved version is the same file every day', async () => {
    const entries = entriesOf({
      answers: { missing: 'behaviour', goodExamples: 500 },
      notes: 'Agreed <b>by all</b>.',
      overrides: { 'ft.metrics': 'Agreed in June.' },
    })
    expect(await exported({ format: 'md', entries })).toContain('Draft of ')
    await client.decisions.save({ entries })
    const shown = await exported({ format: 'html', entries })
    expect(shown).toContain('Version 1, saved ')
    const { checklist, ladder, disagreement } = await client.decisions.draft()
    const said = [...ladder!.steps, ...ladder!.wouldChange, ...ladder!.advice].map(({ sentence }) => sentence)
    expect(ladder!.advice).not.toEqual([])
    for (const text of [disagreement!, ...said]) expect(shown).toContain(text)
    const markdown = await exported({ format: 'md', entries })
    for (const text of said) expect(markdown).toContain(text)
    for (const runId of checklist.flatMap(({ runIds }) => runIds)) expect(shown).toContain(`id="run-${runId}"`)
    expect(shown).toContain('Agreed &lt;b&gt;by all&lt;/b&gt;.')
    expect(shown).not.toMatch(/<script|src=|href="[^#]/)
    memory.clock.advance(86_400_000)
    expect(await exported({ format: 'html', number: 1 })).toBe(shown)
    const { record, number } = JSON.parse(await exported({ format: 'json', number: 1 }))
    expect({ number, record }).toEqual({
      number: 1,
      record: JSON.parse(JSON.stringify((await client.decisions.version({ number: 1 })).record)),
    })
  })

  test('a report on runs of one eval set has the ladder and its frontier', async () => {
    let html = ''
    for await (const piece of await client.experiments.export({ runs: [], format: 'html' })) html += piece
    expect(html).toContain('<h2>Ladder</h2>')
    expect(html).toContain((await client.decisions.ladder())!.headline)
    // By the measure that the screen holds runs against, too.
    const { metrics } = (await client.decisions.ladder())!
    await client.decisions.keepLadder({ metric: metrics.at(-1)! })
    html = ''
    for await (const piece of await client.experiments.export({ runs: [], format: 'html' })) html += piece
    expect(html).toContain(`count, by ${metricLabel(metrics.at(-1)!)}, at`)
  })

  test('says why answers and evidence disagree', async () => {
    const entries = entriesOf({ answers: { missing: 'behaviour', goodExamples: 500 } })
    const { framework, evidence, disagreement } = await client.decisions.draft({ entries })
    expect([framework?.rung, evidence?.rung]).toEqual(['finetune', 'rag'])
    expect(disagreement).toBe(
      'Your answers ask for Fine-tune, for which there is no evidence yet; the evidence stands on RAG.',
    )
  })

  test('entries that are not saved are kept until they are, or given up; saving others leaves them', async () => {
    const [mine, other] = ['mine', 'other'].map((notes) => DecisionEntries.parse({ notes }))
    expect(await client.decisions.unsaved()).toBeNull()
    await client.decisions.keepUnsaved({ entries: mine! })
    await client.decisions.save({ entries: other! })
    expect(await client.decisions.unsaved()).toEqual(mine)
    await client.decisions.save({ entries: mine! })
    expect(await client.decisions.unsaved()).toBeNull()
    await client.decisions.keepUnsaved({ entries: mine! })
    await client.decisions.keepUnsaved({ entries: null })
    expect(await client.decisions.unsaved()).toBeNull()
  })

  test('a version is shown as such while its evidence stands, and as stale with what has changed since', async () => {
    expect((await client.decisions.draft()).newest).toBeNull()
    const entries = entriesOf({
      answers: { missing: 'knowledge' },
      overrides: { 'ft.metrics': 'a', 'rag.rerank': 'b' },
    })
    await client.decisions.save({ entries })
    const turned = entriesOf({ answers: { missing: 'knowledge' }, overrides: { 'rag.rerank': 'b', 'ft.metrics': 'a' } })
    expect((await client.decisions.draft({ entries: turned })).newest).toEqual({
      ...{ number: 1, savedAt: expect.any(String), hasSameEntries: true, changes: [] },
    })
    const others = entriesOf({ answers: { missing: 'behaviour' } })
    expect((await client.decisions.draft({ entries: others })).newest).toMatchObject({
      hasSameEntries: false,
      changes: [],
    })

    const { runs } = memory.ports.store
    const like = runs.run('run000000' as RunId)!
    runs.addRuns([{ ...like, runId: 'later' as RunId, name: 'later', recipeHash: 'later' }])
    runs.setScores('later' as RunId, new Map([['ndcg@10', Float64Array.from({ length: like.queries }, () => 1)]]))
    runs.setStatus('later' as RunId, 'finished', '2026-01-02T00:00:00.000Z')
    const changesNow = async () => (await client.decisions.draft()).newest!.changes
    expect(await changesNow()).toEqual(['1 run finished since: RAG.'])
    // A file of it says that it is a draft: the version says something else.
    expect(await exported({ format: 'md', entries })).toContain('Draft of ')

    await client.decisions.keepLadder({ metric: 'mrr', queriesPerMonth: 5000, terms: { maxMonthlyUsd: 20 } })
    expect(await changesNow()).toEqual([
      'The measure: was nDCG@10, and is MRR.',
      'The volume: was 10,000 queries a month, and is 5,000 queries a month.',
      'The budget: was none, and is $20.00.',
      '1 run finished since: RAG.',
    ])
    await client.datasets.import({ paths: ['changed'], name: 'small' })
    await memory.engine.jobs.idle()
    expect(await changesNow()).toContain('“Several chunk sizes tried” was done, and is stale.')
    await client.decisions.save({ entries })
    expect((await client.decisions.draft()).newest).toMatchObject({ number: 2, hasSameEntries: true, changes: [] })
  })

  test('what was asked of the ladder last is no demand: questions and measures that are gone are not insisted on', async () => {
    await client.decisions.keepLadder({ evalSetId: 'gone' as EvalSetId, split: 'test', metric: 'tokenF1' })
    expect(await client.decisions.ladder()).toMatchObject({ evalSetName: 'small', metric: 'ndcg@10' })
    await expect(client.decisions.ladder({ evalSetId: 'gone' as EvalSetId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('where nothing that is finished is scored, the record has no ladder, and is there', async () => {
    const { runs } = memory.ports.store
    for (const { runId } of runs.listRuns()) runs.setScores(runId, new Map())
    expect(await client.decisions.ladder()).toBeNull()
    const { ladder, evidence, checklist } = await client.decisions.draft()
    expect([ladder, evidence, checklist.length]).toEqual([null, null, 15])
  })

  test('every save is a version; an earlier one is restored as a new one', async () => {
    await client.decisions.save({ entries: entriesOf({ notes: 'first' }) })
    await client.decisions.save({ entries: entriesOf({ notes: 'second' }) })
    expect(await client.decisions.restore({ number: 1 })).toMatchObject({
      number: 3,
      record: { entries: { notes: 'first' } },
    })
    expect((await client.decisions.versions()).map(({ number }) => number)).toEqual([3, 2, 1])
    expect((await client.decisions.version({ number: 2 })).record.entries.notes).toBe('second')
    expect((await client.decisions.draft()).entries.notes).toBe('first')
    await expect(client.decisions.version({ number: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
