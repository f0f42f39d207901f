import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newFineTune } from '../../../main/engine/finetuning/new-fine-tune.ts'
import { type ChecklistItem, DecisionEntries } from '../../../shared/domain/decision.ts'
import { FineTuneHyperparameters } from '../../../shared/domain/fine-tune-job.ts'
import { generalSuiteName } from '../../../shared/domain/general-suite.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { Monitor } from '../../../shared/domain/monitor.ts'
import { addTrainingVersion } from '../../support/add-training-version.ts'
import { type LadderWorkspace, openLadderWorkspace } from '../../support/ladder-workspace.ts'

const day = 86_400_000

describe('checklists', () => {
  let workspace: LadderWorkspace

  beforeEach(async () => {
    workspace = await openLadderWorkspace()
  })
  afterEach(() => workspace[Symbol.asyncDispose]())

  const stateOf = async (id: string, entries?: Record<string, unknown>): Promise<ChecklistItem> => {
    const { checklist } = await workspace.client.decisions.draft(entries && { entries: DecisionEntries.parse(entries) })
    return checklist.find((item) => item.id === id)!
  }

  /** A finished job, so many days after the first run. */
  function addJob(
    name: string,
    afterDays: number,
    job: { epochs?: number | null; baselineRunIds?: RunId[] } = {},
  ): void {
    const { clock, store } = workspace.memory.ports
    const made = newFineTune(
      { newId: () => name, clock },
      {
        ...{ name, origin: 'started', status: 'succeeded', baseModel: 'm', trainer: null, tunedModel: `ft:${name}` },
        createdAt: new Date(Date.UTC(2026, 0, 1) + afterDays * day).toISOString(),
        hyperparameters: FineTuneHyperparameters.parse({ epochs: job.epochs ?? null }),
        baselineRunIds: job.baselineRunIds ?? [],
      },
    )
    store.fineTunes.add(made, null)
  }

  const tunedBy = (job: string) => ({
    generation: {
      model: `ft:${job}`,
      provider: { kind: 'openai', baseUrl: 'https://api.openai.com/v1' },
      tuned: { fineTuneJobId: job },
    },
  })

  async function importOver(folder: 'changed' | 'asked', name = 'small'): Promise<void> {
    await workspace.client.datasets.import({ paths: [folder], name })
    await workspace.memory.engine.jobs.idle()
  }

  test('examples: fewer than 100 are said to be too few, 100 are enough', async () => {
    expect(await stateOf('ft.examples')).toMatchObject({
      state: 'missing',
      evidence: 'evidence missing: no training set',
    })
    addTrainingVersion(workspace.memory.ports.store, { train: 20 })
    expect(await stateOf('ft.examples')).toMatchObject({
      state: 'missing',
      evidence: 'evidence missing: 28 examples in Bank intents, version 1; 100 are needed',
    })
    expect(await stateOf('ft.split')).toMatchObject({
      state: 'done',
      evidence: 'Bank intents, version 1: 20 train, 4 validation, 4 test',
    })
  })

  test('examples: 100 in one version are enough', async () => {
    addTrainingVersion(workspace.memory.ports.store, { train: 80 })
    expect(await stateOf('ft.examples')).toMatchObject({
      state: 'done',
      evidence: '100 examples in Bank intents, version 1',
    })
  })

  test('epochs: the first job counts, whatever later ones made', async () => {
    expect(await stateOf('ft.epochs')).toMatchObject({
      state: 'missing',
      evidence: 'evidence missing: no fine-tune job',
    })
    addJob('first', 1, { epochs: 2 })
    addJob('second', 2, { epochs: 5 })
    expect(await stateOf('ft.epochs')).toMatchObject({
      state: 'done',
      evidence: 'first, the first job, made 2 epochs',
    })
    addJob('zeroth', 0, { epochs: 3 })
    expect(await stateOf('ft.epochs')).toMatchObject({
      state: 'missing',
      evidence: 'evidence missing: zeroth, the first job, made 3 epochs',
    })
  })

  test('epochs: what was left to the trainer only a person can say', async () => {
    addJob('first', 1)
    expect(await stateOf('ft.epochs')).toMatchObject({
      state: 'entry',
      evidence: 'first left the epochs to the trainer',
    })
  })

  test('metrics: defined before training where an un-tuned run was scored before the job began', async () => {
    expect(await stateOf('ft.metrics')).toMatchObject({ state: 'entry' })
    addJob('first', 1)
    workspace.addRun('prompt', 'late', 0.5, { createdAt: '2026-02-01T00:00:00.000Z' })
    expect(await stateOf('ft.metrics')).toMatchObject({
      state: 'entry',
      evidence: 'nothing was scored before first began; state a reason',
    })
    workspace.addRun('prompt', 'early', 0.5, { createdAt: '2026-01-01T00:00:00.000Z' })
    workspace.addRun('finetune', 'tuned', 0.5, { createdAt: '2026-01-01T00:00:00.000Z', recipe: tunedBy('first') })
    expect(await stateOf('ft.metrics')).toMatchObject({
      state: 'done',
      evidence: 'Token F1 scored before first began',
      runIds: ['early'],
    })
  })

  test('baseline: the runs that the newest job names, else un-tuned runs of its base model', async () => {
    expect(await stateOf('ft.baseline')).toMatchObject({ state: 'missing' })
    const plain = workspace.addRun('prompt', 'plain', 0.5)
    workspace.addRun('finetune', 'tuned', 0.6, { recipe: tunedBy('first') })
    expect(await stateOf('ft.baseline')).toMatchObject({ state: 'done', runIds: [plain] })
    addJob('first', 1, { baselineRunIds: [plain] })
    expect(await stateOf('ft.baseline')).toMatchObject({ state: 'done', evidence: '1 run of m, un-tuned' })
  })

  test('baseline: of another model than the one that was tuned since is stale', async () => {
    const provider = { kind: 'openai', baseUrl: 'https://api.openai.com/v1' }
    workspace.addRun('prompt', 'other', 0.5, { recipe: { generation: { model: 'other', provider } } })
    addJob('first', 1)
    expect(await stateOf('ft.baseline')).toMatchObject({
      state: 'stale',
      evidence: expect.stringContaining('but m is what was tuned since'),
    })
  })

  test('general suite: before and after, by the newest tuned model, on the suite as it is', async () => {
    expect(await stateOf('ft.general')).toMatchObject({ evidence: 'evidence missing: the general suite was not run' })
    const { store } = workspace.memory.ports
    await importOver('asked', generalSuiteName)
    const suite = store.datasets.findEvalSet(generalSuiteName)!
    const onSuite = (name: string, tuned: string | null) => {
      const runId = workspace.addRun(
        tuned ? 'finetune' : 'prompt',
        `${name}-like`,
        0.5,
        tuned ? { recipe: tunedBy(tuned) } : {},
      )
      const like = store.runs.run(runId)!
      const { evalSetId, corpusVersionId, contentHash: evalSetHash } = suite
      const provenance = { ...like.provenance, corpusVersionId, evalSetHash }
      store.runs.addRuns([{ ...like, runId: name as RunId, name, evalSetId, recipeHash: name, provenance }])
      store.runs.setStatus(name as RunId, 'finished', '2026-01-03T00:00:00.000Z')
    }
    addJob('first', 1)
    onSuite('before', null)
    expect(await stateOf('ft.general')).toMatchObject({
      state: 'missing',
      evidence: 'evidence missing: run on the un-tuned model only, not after',
    })
    onSuite('after', 'first')
    expect(await stateOf('ft.general')).toMatchObject({ state: 'done', runIds: ['before', 'after'] })
    addJob('second', 5)
    expect(await stateOf('ft.general')).toMatchObject({ state: 'stale', evidence: 'run after an earlier training' })
    onSuite('again', 'second')
    expect(await stateOf('ft.general')).toMatchObject({ state: 'done' })
    await importOver('changed', generalSuiteName)
    expect(await stateOf('ft.general')).toMatchObject({ state: 'stale' })
  })

  test('drift and cadence: a monitor of a model from an earlier training is stale, a paused one counts for nothing', async () => {
    const { monitors } = workspace.memory.ports.store
    addJob('first', 1)
    workspace.addRun('finetune', 'tuned', 0.6, { recipe: tunedBy('first') })
    const watch = (isPaused: boolean, retrainAfterDays: number | null) =>
      monitors.set(
        Monitor.parse({
          ...{ monitorId: 'm', name: 'm', runId: 'tuned', createdAt: '2026-01-01T00:00:00.000Z', isPaused },
          terms: { metric: 'tokenF1', retrainAfterDays },
        }),
      )
    watch(true, 30)
    expect(await stateOf('ft.drift')).toMatchObject({ state: 'missing' })
    expect(await stateOf('ft.cadence')).toMatchObject({ state: 'missing' })
    watch(false, null)
    expect(await stateOf('ft.drift')).toMatchObject({ state: 'done', runIds: ['tuned'] })
    expect(await stateOf('ft.cadence')).toMatchObject({ state: 'missing' })
    watch(false, 30)
    expect(await stateOf('ft.cadence')).toMatchObject({ state: 'done', evidence: 'every 30 days', runIds: ['tuned'] })
    addJob('second', 5)
    expect(await stateOf('ft.drift')).toMatchObject({
      state: 'stale',
      evidence: '1 monitor, of a model from an earlier training',
    })
  })

  test('ticks are stale once the questions have changed', async () => {
    workspace.addRun('rag', 'small', 0.5, { recipe: { chunking: { sizeTokens: 200 } } })
    workspace.addRun('rag', 'large', 0.5, { recipe: { chunking: { sizeTokens: 400 } } })
    expect(await stateOf('rag.chunkSizes')).toMatchObject({ state: 'done' })
    await importOver('asked')
    expect(await stateOf('rag.chunkSizes')).toMatchObject({
      state: 'stale',
      evidence: expect.stringMatching(/before the (questions|documents) changed$/),
    })
  })

  test('update frequency: each answer allows documents of its own age', async () => {
    const answered = (changes: string) => stateOf('rag.updates', { answers: { changes } })
    expect(await stateOf('rag.updates')).toMatchObject({ state: 'missing' })
    workspace.addRun('rag', 'rag', 0.5)
    expect(await stateOf('rag.updates')).toMatchObject({
      state: 'entry',
      evidence: expect.stringContaining('answer how often the data changes'),
    })
    workspace.memory.clock.advance(20 * day)
    expect(await answered('weekly')).toMatchObject({ state: 'stale' })
    expect(await answered('monthly')).toMatchObject({ state: 'done' })
    workspace.memory.clock.advance(20 * day)
    expect(await answered('monthly')).toMatchObject({
      state: 'stale',
      evidence: expect.stringContaining('40 days old'),
    })
    expect(await answered('yearly')).toMatchObject({ state: 'done' })
  })
})
