import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { budgetSettingsName } from '../../../shared/domain/budget-settings.ts'
import { FineTuneJob, TrainerOffer } from '../../../shared/domain/fine-tune-job.ts'
import { RunId } from '../../../shared/domain/ids.ts'
import { TrainerSettings } from '../../../shared/domain/trainer.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { TogetherServer } from '../../support/together-server/together-server.ts'
import { openFineTuning, specFor, untilJob } from './open-fine-tuning.ts'

let server: OpenAiServer
const opened: Awaited<ReturnType<typeof openFineTuning>>[] = []

beforeEach(async () => {
  server = await OpenAiServer.start()
})
afterEach(async () => {
  for (const { fineTuning } of opened.splice(0)) await fineTuning.stop()
  await server[Symbol.asyncDispose]()
})

async function open(options?: Parameters<typeof openFineTuning>[0]) {
  const found = await openFineTuning(options)
  opened.push(found)
  return found
}

const trainer = () => TrainerSettings.parse({ kind: 'openai', baseUrl: server.baseUrl, secretName: 'TRAINER_KEY' })

const isCreation = ({ path, sent }: { path: string; sent: unknown }) => path === '/v1/fine_tuning/jobs' && sent !== null

describe('A fine-tune job', () => {
  test('is not started without a baseline or the reason why there is none, which is kept', async () => {
    const { fineTuning, store } = await open()
    const spec = specFor(store, trainer(), { noBaselineReason: null })
    await expect(fineTuning.start(spec)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(fineTuning.list()).toEqual([])
    const started = await fineTuning.start({ ...spec, noBaselineReason: 'measured elsewhere' })
    expect(started.noBaselineReason).toBe('measured elsewhere')
    expect((await fineTuning.start({ ...spec, baselineRunIds: [RunId.parse('run-1')] })).noBaselineReason).toBeNull()
  })

  test('goes from the training set to a tuned model, with its curve, files and cost', async () => {
    const { fineTuning, store } = await open()
    server.fineTuning.auto = true
    server.fineTuning.base64Results = false
    fineTuning.setPrice(trainer(), 'gpt-4o-mini-2024-07-18', 3)
    const spec = specFor(store, trainer(), { baselineRunIds: [] })
    const started = await fineTuning.start({ ...spec, hyperparameters: { ...spec.hyperparameters, epochs: 2 } })
    expect(started).toMatchObject({ status: 'sending', providerJobId: null, actions: ['cancel', 'refresh'] })
    expect(started.costEstimateUsd).toBeGreaterThan(0)
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'succeeded')
    expect(job).toMatchObject({ trainedTokens: 30_000, actions: [], error: null, shutdownDate: '2027-01-14' })
    expect(job.costUsd).toBeCloseTo(0.09)
    expect(job.tunedModel).toMatch(/^ft:gpt-4o-mini-2024-07-18:test-org:bank-intents-rg/)
    expect(job.checkpoints.map(({ step, validLoss }) => [step, validLoss !== null])).toEqual([
      [10, true],
      [20, true],
      [30, true],
    ])
    expect(job.resultFiles).toEqual(['step_metrics.csv'])
    expect((await fineTuning.resultFile(job.fineTuneJobId, 'step_metrics.csv')).text).toContain('step,train_loss')
    expect(fineTuning.points(job.fineTuneJobId)).toHaveLength(30)
    const events = fineTuning.events(job.fineTuneJobId, 0, 500)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    expect(new Set(events.map(({ message }) => message)).size).toBe(events.length)
    expect(store.calls.spendingBetween('2026-11-01', '2026-12-01')).toMatchObject({ unconfirmedUsd: 0, sendingUsd: 0 })
    expect(store.calls.spendingBetween('2026-11-01', '2026-12-01').confirmedUsd).toBeCloseTo(0.09)
    expect(server.fineTuning.created).toEqual([
      expect.objectContaining({
        metadata: { rungs: job.tag },
        method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } },
      }),
    ])
    // The split is kept: the test rows never leave.
    expect(server.batches.textOf('file-1')).toContain('Question train 0')
    expect(server.batches.textOf('file-1')).not.toContain('Question test')
  })

  test('who watches all jobs hears of each change, in the words of the contract', async () => {
    const { fineTuning, store } = await open()
    server.fineTuning.auto = true
    const changes = fineTuning.watchAll(AbortSignal.timeout(8000))
    const next = changes.next()
    await fineTuning.start(specFor(store, trainer()))
    expect(FineTuneJob.parse((await next).value).name).toBe('Bank intents')
    for await (const job of changes) {
      expect(FineTuneJob.parse(job)).toEqual(job)
      if (job.status === 'succeeded') return
    }
    throw new Error('the end was not told')
  })

  test('a second job on the same data uploads nothing again', async () => {
    const { fineTuning, store } = await open()
    server.fineTuning.auto = true
    for (const name of ['One', 'Two']) {
      const started = await fineTuning.start(specFor(store, trainer(), { name }))
      await untilJob(fineTuning, started, ({ status }) => status === 'succeeded')
    }
    expect(server.batches.count('fine-tune')).toBe(2)
    expect(server.fineTuning.created).toHaveLength(2)
  })

  test('a lost answer is looked for by the tag, and adopted', async () => {
    const { fineTuning, store } = await open()
    server.fineTuning.auto = true
    server.respond = (request) => (isCreation(request) ? { kind: 'cut', at: 'body' } : { kind: 'answer' })
    const started = await fineTuning.start(specFor(store, trainer()))
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'succeeded')
    expect(job.providerJobId).toBe('ftjob-1')
    expect(server.fineTuning.created).toHaveLength(1)
  })

  test('one that the provider does not list is unconfirmed, and never sent again by itself', async () => {
    const first = await open()
    server.respond = (request) => (isCreation(request) ? { kind: 'cut', at: 'start' } : { kind: 'answer' })
    const started = await first.fineTuning.start(specFor(first.store, trainer(), { capUsd: null }))
    const left = await untilJob(first.fineTuning, started, ({ status }) => status === 'unconfirmed')
    expect(left.actions).toEqual(['searchAgain', 'sendAgain', 'giveUp'])
    expect(left.notice).toContain(left.tag)
    await first.fineTuning.stop()
    const second = await open({ store: first.store })
    server.respond = () => ({ kind: 'answer' })
    second.fineTuning.begin()
    expect((await second.fineTuning.searchAgain(left.fineTuneJobId)).status).toBe('unconfirmed')
    expect(server.fineTuning.created).toHaveLength(0)
    await expect(second.fineTuning.pause(left.fineTuneJobId)).rejects.toMatchObject({ code: 'CONFLICT' })
    server.fineTuning.auto = true
    const again = await second.fineTuning.sendAgain(left.fineTuneJobId)
    expect(again.tag).not.toBe(left.tag)
    await untilJob(second.fineTuning, again, ({ status }) => status === 'succeeded')
    expect(server.fineTuning.created).toHaveLength(1)
  })

  test('a search that is refused says nothing: the job is neither refused nor sent again, and found with the right key', async () => {
    const first = await open()
    const isList = ({ path, sent }: { path: string; sent: unknown }) => path === '/v1/fine_tuning/jobs' && sent === null
    server.respond = (request) =>
      isCreation(request)
        ? { kind: 'cut', at: 'body' }
        : isList(request)
          ? { kind: 'status', status: 401, message: 'Wrong key.' }
          : { kind: 'answer' }
    const started = await first.fineTuning.start(specFor(first.store, trainer()))
    const left = await untilJob(first.fineTuning, started, ({ notReachedSince }) => notReachedSince !== null)
    expect(left).toMatchObject({ status: 'sending', sentAt: expect.any(String), error: null })
    await first.fineTuning.stop()
    const second = await open({ store: first.store })
    second.fineTuning.begin()
    server.respond = () => ({ kind: 'answer' })
    const found = await untilJob(second.fineTuning, started, ({ status }) => status === 'validating')
    expect(found.providerJobId).toBe('ftjob-1')
    expect(server.fineTuning.created).toHaveLength(1)
  })

  test('a refusal is shown in the words of the provider, with what can be done instead, and costs nothing', async () => {
    const { fineTuning, store } = await open()
    fineTuning.setPrice(trainer(), 'gpt-4o-mini-2024-07-18', 3)
    const message = 'Self-serve fine-tuning is no longer available to your organization.'
    server.respond = (request) =>
      isCreation(request) ? { kind: 'status', status: 403, message, code: 'fine_tuning_closed' } : { kind: 'answer' }
    const started = await fineTuning.start(specFor(store, trainer()))
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'refused')
    expect(job.error).toMatchObject({ message: message.slice(0, -1), code: 'fine_tuning_closed', status: 403 })
    expect(job.error!.advice.join(' ')).toMatch(/closes its fine-tuning.*Together.*Axolotl/)
    expect(job.actions).toEqual(['sendAgain'])
    expect(store.calls.spendingBetween('2026-11-01', '2026-12-01')).toMatchObject({
      confirmedUsd: 0,
      unconfirmedUsd: 0,
    })
  })

  test('is refused before it is sent where the estimate passes a cap, and nothing is written down', async () => {
    const { fineTuning, store } = await open()
    fineTuning.setPrice(trainer(), 'gpt-4o-mini-2024-07-18', 5000)
    store.settings.set(budgetSettingsName, { monthlyUsd: 1 })
    await expect(fineTuning.start(specFor(store, trainer()))).rejects.toMatchObject({ code: 'BUDGET_REACHED' })
    expect(fineTuning.list()).toEqual([])
    expect(server.requests).toEqual([])
    store.settings.set(budgetSettingsName, { monthlyUsd: null })
    const capped = fineTuning.start(specFor(store, trainer(), { capUsd: 0.5 }))
    await expect(capped).rejects.toMatchObject({ code: 'BUDGET_REACHED' })
  })

  test('cancels for real: it is cancelled when the provider says so, and asked again until then', async () => {
    const { fineTuning, store } = await open()
    server.fineTuning.cancelAfter = 2
    const started = await fineTuning.start(specFor(store, trainer()))
    await untilJob(fineTuning, started, ({ status }) => status === 'validating')
    const asked = await fineTuning.cancel(started.fineTuneJobId)
    expect(asked.status).toBe('validating')
    expect(asked.notice).toContain('when the provider says so')
    server.fineTuning.advance()
    server.fineTuning.advance()
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'cancelled')
    expect(job).toMatchObject({ costUsd: 0, actions: [] })
  })

  test('a cancellation while it is sent stops the upload, and nothing is created', async () => {
    const { fineTuning, store } = await open()
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const serve = server.batches.serve.bind(server.batches)
    server.batches.serve = async (...given) => {
      await held
      await serve(...given)
    }
    const started = await fineTuning.start(specFor(store, trainer()))
    const job = await fineTuning.cancel(started.fineTuneJobId)
    release()
    expect(job).toMatchObject({ status: 'cancelled', sentAt: null })
    expect(server.fineTuning.created).toEqual([])
  })

  test('a lost network keeps the state, says since when, and goes on', async () => {
    const { fineTuning, store } = await open()
    const started = await fineTuning.start(specFor(store, trainer()))
    await untilJob(fineTuning, started, ({ status }) => status === 'validating')
    server.respond = () => ({ kind: 'status', status: 503 })
    const lost = await untilJob(fineTuning, started, ({ notReachedSince }) => notReachedSince !== null)
    expect(lost.status).toBe('validating')
    expect(lost.notice).toContain('not reached since')
    server.respond = () => ({ kind: 'answer' })
    server.fineTuning.auto = true
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'succeeded')
    expect(job.notReachedSince).toBeNull()
    const said = fineTuning.events(job.fineTuneJobId, 0, 500).filter(({ source }) => source === 'rungs')
    expect(said.map(({ message }) => message)).toContain('The provider is reached again.')
  })

  test('stays paused while the provider calls it queued, and goes on when it is resumed', async () => {
    const { fineTuning, store } = await open()
    const started = await fineTuning.start(specFor(store, trainer()))
    await untilJob(fineTuning, started, ({ status }) => status === 'validating')
    for (let stage = 0; stage < 3; stage += 1) server.fineTuning.advance()
    await untilJob(fineTuning, started, ({ status }) => status === 'running')
    expect((await fineTuning.pause(started.fineTuneJobId)).status).toBe('paused')
    expect((await fineTuning.refresh(started.fineTuneJobId)).status).toBe('paused')
    expect((await fineTuning.resume(started.fineTuneJobId)).status).toBe('running')
    server.fineTuning.auto = true
    await untilJob(fineTuning, started, ({ status }) => status === 'succeeded')
  })

  test('a failure keeps its reason, and what was trained', async () => {
    const { fineTuning, store } = await open()
    server.fineTuning.auto = true
    server.fineTuning.life = {
      stages: ['validating', 'running', 'train', 'failed'],
      failure: { code: 'invalid_training_file', message: 'Example 7 has no assistant message.' },
    }
    const started = await fineTuning.start(specFor(store, trainer()))
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'failed')
    expect(job.error).toMatchObject({ message: 'Example 7 has no assistant message.', code: 'invalid_training_file' })
    expect(fineTuning.points(job.fineTuneJobId)).toHaveLength(10)
  })

  test('the key is in no file, no event and no error', async () => {
    const key = 'sk-secret-0123456789abcdef'
    const { fineTuning, store, warnings } = await open({ key })
    server.respond = (request) =>
      isCreation(request) ? { kind: 'status', status: 401, message: `Incorrect key ${key}.` } : { kind: 'answer' }
    const started = await fineTuning.start(specFor(store, trainer()))
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'refused')
    const kept = JSON.stringify([job, fineTuning.events(job.fineTuneJobId, 0, 100), warnings])
    expect(kept).not.toContain(key)
    expect(kept).toContain('Incorrect key [key]')
  })
})

describe('Importing', () => {
  test('takes a job of the list over, with the days that its model has left', async () => {
    const one = await open()
    server.fineTuning.auto = true
    await untilJob(one.fineTuning, await one.fineTuning.start(specFor(one.store, trainer())), ({ status }) => {
      return status === 'succeeded'
    })
    const { fineTuning } = await open()
    const [found] = await fineTuning.providerJobs(trainer())
    expect(found).toMatchObject({ providerJobId: 'ftjob-1', shutdownDate: '2027-01-14', daysLeft: 55, resultFiles: 1 })
    expect(found!.fineTuneJobId).toBeNull()
    const job = await fineTuning.importJob(trainer(), 'ftjob-1')
    expect(job).toMatchObject({ origin: 'imported', status: 'succeeded', resultFiles: ['step_metrics.csv'] })
    expect(fineTuning.points(job.fineTuneJobId)).toHaveLength(30)
    expect((await fineTuning.providerJobs(trainer()))[0]!.fineTuneJobId).toBe(job.fineTuneJobId)
    await expect(fineTuning.importJob(trainer(), 'ftjob-1')).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('takes files from anywhere, and refuses what holds no curve', async () => {
    const { fineTuning } = await open()
    const given = { name: 'Elsewhere', baseModel: 'qwen', tunedModel: null }
    const state = JSON.stringify({
      log_history: [
        { step: 1, loss: 2 },
        { step: 1, eval_loss: 2.5 },
      ],
    })
    const job = await fineTuning.importFiles({ ...given, files: [{ fileName: 'a/trainer_state.json', text: state }] })
    expect(job).toMatchObject({ status: 'succeeded', trainer: null, resultFiles: ['trainer_state.json'], actions: [] })
    expect(fineTuning.points(job.fineTuneJobId)).toEqual([
      { step: 1, epoch: null, trainLoss: 2, trainAccuracy: null, validLoss: 2.5, validAccuracy: null },
    ])
    const nothing = fineTuning.importFiles({ ...given, files: [{ fileName: 'x.txt', text: 'hello' }] })
    await expect(nothing).rejects.toMatchObject({ code: 'NOTHING_ACCEPTED' })
    expect(fineTuning.remove(job.fineTuneJobId)).toBe(true)
    expect(fineTuning.list()).toEqual([])
  })
})

describe('Together', () => {
  test('is asked for its price first, which a cap then decides on', async () => {
    await using together = await TogetherServer.start()
    together.auto = true
    // As if it were not on this machine, where nothing costs anything.
    const settings = TrainerSettings.parse({ kind: 'together', baseUrl: together.baseUrl, secretName: 'TRAINER_KEY' })
    const { fineTuning, store, ports } = await open()
    Object.assign(ports, { trainingPriceOf: () => null })
    const tooDear = await fineTuning.start(specFor(store, settings, { capUsd: 3 }))
    const refused = await untilJob(fineTuning, tooDear, ({ status }) => status === 'refused')
    expect(refused.error!.message).toContain('$3.00')
    expect(together.created).toEqual([])
    const started = await fineTuning.start(specFor(store, settings, { capUsd: 5, name: 'Fits' }))
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'succeeded')
    expect(job).toMatchObject({ costEstimateUsd: 4, costUsd: 3.5, trainedTokens: 30_000 })
    expect(job.priceSource).toContain('together')
    expect(store.calls.spendingBetween('2026-11-01', '2026-12-01').confirmedUsd).toBeCloseTo(3.5)
  })
})

describe('Trainers', () => {
  test('are offered as they are open on the day', async () => {
    const { fineTuning } = await open()
    const offers = await fineTuning.trainers()
    expect(offers.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'together open',
      'axolotl local',
      'unsloth local',
      'azure open',
      'openai closing',
    ])
    for (const offer of offers) expect(TrainerOffer.parse(offer)).toEqual(offer)
    expect(offers.every(({ isReady, missing }) => isReady === (missing === null))).toBe(true)
  })
})
