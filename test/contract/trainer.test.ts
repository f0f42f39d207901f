import { afterEach, describe, expect, test, vi } from 'vitest'
import { TrainerFailure, type TrainerJob } from '../../main/ports/trainer.ts'
import { AppError } from '../../shared/domain/app-error.ts'
import { errorOf, expectNoKey, modelKey } from './support/model-cases.ts'
import {
  createJob,
  failureWords,
  type TrainerWorld,
  trainerCases,
  trainingFile,
  usualLife,
} from './support/trainer-cases.ts'

const worlds: TrainerWorld[] = []
afterEach(async () => {
  for (const world of worlds.splice(0)) await world[Symbol.asyncDispose]()
})

const tag = 'rg0123456789ab'
const search = { tag, trainingFileId: null, sentAt: '2026-01-01T00:00:00.000Z', knownJobIds: new Set<string>() }

/** Goes on until the job is in this state; a program on this machine takes its time. */
async function advanceTo(world: TrainerWorld, { providerJobId }: TrainerJob, status: TrainerJob['status']) {
  let job = await world.trainer.get(providerJobId)
  for (let turn = 0; turn < 12 && job.status !== status; turn += 1) {
    world.advance()
    if (world.trainer.uploads) job = await world.trainer.get(providerJobId)
    else {
      job = await vi.waitFor(
        async () => {
          const seen = await world.trainer.get(providerJobId)
          const { length } = await world.trainer.checkpoints(providerJobId)
          if (seen.status === 'running' && length <= turn) throw new Error('still training')
          return seen
        },
        { timeout: 10_000, interval: 25 },
      )
    }
  }
  expect(job.status).toBe(status)
  return job
}

describe.each(trainerCases)('Trainer contract: $name', ({ kind, open: openCase }) => {
  const isLocal = kind === 'axolotl' || kind === 'unsloth'
  const open = async (key?: string | null) => {
    const world = await openCase(key)
    worlds.push(world)
    return world
  }

  test('a job is created once, listed, and found by its tag', async () => {
    const world = await open()
    const made = await createJob(world)
    expect(made.status).toBe(isLocal ? 'running' : 'validating')
    expect(made).toMatchObject({ tag, baseModel: 'gpt-4o-mini-2024-07-18', tunedModel: null, error: null })
    expect((await world.trainer.list()).map(({ providerJobId }) => providerJobId)).toEqual([made.providerJobId])
    const trainingFileId = await world.trainer.findUpload(trainingFile)
    const sentAt = kind === 'azure' ? '2026-05-28T20:00:00.000Z' : search.sentAt
    expect(await world.trainer.findByTag({ ...search, trainingFileId, sentAt })).toMatchObject({
      providerJobId: made.providerJobId,
      tag,
    })
    expect(await world.trainer.findByTag({ ...search, tag: 'rgffffffffffff' })).toBeNull()
    expect(world.created()).toHaveLength(1)
  })

  test('goes through its life: events, curve, checkpoints, the tuned model', async () => {
    const world = await open()
    const job = await advanceTo(world, await createJob(world), 'succeeded')
    const { trainer } = world
    const events = await trainer.events(job.providerJobId)
    expect(events.length).toBeGreaterThan(0)
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length)
    expect(await trainer.events(job.providerJobId)).toEqual(events)
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort())
    expect((await trainer.checkpoints(job.providerJobId)).map(({ step }) => step)).toEqual([10, 20, 30])
    const { points, files } = await trainer.curve(job.providerJobId)
    if (isLocal) {
      expect(files.map(({ name }) => name)).toEqual(['trainer_state.json', 'train.log'])
      expect(JSON.parse(files[0]!.text).log_history).toHaveLength(33)
      expect(await trainer.resultFiles(job)).toEqual(files)
      expect(job).toMatchObject({ costUsd: 0, tunedModel: null })
    } else {
      expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
      expect(points[9]).toMatchObject({ step: 10, trainLoss: 0.773, validLoss: 0.8944 })
      expect(points[8]).toMatchObject({ step: 9, validLoss: null })
      expect(job).toMatchObject({ trainedTokens: 30_000, finishedAt: expect.any(String) })
      expect(job.tunedModel).toContain(tag)
    }
    if (kind === 'together') expect(job.costUsd).toBeCloseTo(3.5)
  })

  test('a failure keeps its words', async () => {
    const world = await open()
    world.script('validating', 'running', 'failed')
    const { error } = await advanceTo(world, await createJob(world), 'failed')
    if (isLocal) {
      expect(error).toMatchObject({ status: 1, message: expect.stringContaining('CUDA out of memory') })
    } else expect(error).toMatchObject({ message: failureWords })
  })

  test('cancels, and says so only when it is over', async () => {
    const world = await open()
    const made = await createJob(world)
    world.advance()
    await world.trainer.cancel(made.providerJobId)
    const job = await vi.waitFor(
      async () => {
        if (kind === 'together') world.advance()
        const seen = await world.trainer.get(made.providerJobId)
        if (seen.status !== 'cancelled') throw new Error(`still ${seen.status}`)
        return seen
      },
      { timeout: 8000, interval: 25 },
    )
    expect(job.tunedModel).toBeNull()
  })

  test.skipIf(isLocal)('the same file is uploaded once', async () => {
    const world = await open()
    expect(await world.trainer.findUpload(trainingFile)).toBeNull()
    const fileId = await world.trainer.upload(trainingFile)
    expect(await world.trainer.findUpload(trainingFile)).toBe(fileId)
    expect(await world.trainer.findUpload({ ...trainingFile, text: `${trainingFile.text} ` })).toBeNull()
    expect(world.uploads()).toBe(1)
  })

  test.skipIf(isLocal)('a refusal has the words of the provider, and no key', async () => {
    const world = await open()
    const message = `Your organization does not have access to fine-tuning (Bearer ${modelKey}). ${'Self-serve is closed. '.repeat(30)}`
    world.refuse!({ status: 403, message, code: 'fine_tuning_closed' })
    const error = await errorOf(createJob(world))
    expect(error).toBeInstanceOf(TrainerFailure)
    expect(error).toMatchObject({ status: 403, kind: 'keyRefused', mayBeCharged: false })
    expect((error as TrainerFailure).words).toMatch(/^Your organization does not have access.*closed$/)
    expect((error as TrainerFailure).words.length).toBeGreaterThan(400)
    expectNoKey(error)
    world.refuse!({ status: 429, message: 'You exceeded your current quota.', code: 'insufficient_quota' })
    expect(await errorOf(createJob(world))).toMatchObject({ kind: 'noQuota', words: 'You exceeded your current quota' })
    expect(world.created()).toHaveLength(0)
  })

  test.skipIf(isLocal)('a lost answer may have made a job', async () => {
    const world = await open()
    world.loseAnswer!()
    const error = await errorOf(createJob(world))
    expect(error).toMatchObject({ kind: 'cut', mayBeCharged: true, status: null })
    expect(world.created()).toHaveLength(1)
  })

  test.skipIf(isLocal)('without its key nothing is sent, and a wrong key is not repeated', async () => {
    const without = await open(null)
    expect(await errorOf(createJob(without))).toMatchObject({ code: 'SECRET_MISSING' })
    const wrong = await open('sk-wrong-key-1234567890')
    const error = await errorOf(createJob(wrong))
    expect(error).toMatchObject({ status: 401 })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('sk-wrong-key')
  })

  test.skipIf(!isLocal)('a program that is not there is named, and the folder stays', async () => {
    const world = await open()
    const { createTrainers } = await import('../../main/adapters/trainers/create-trainers.ts')
    const { systemClock } = await import('../../main/adapters/system/system-clock.ts')
    const trainers = createTrainers({ secrets: { get: async () => null }, clock: systemClock, localFolder: '/x' })
    const settings = { ...world.settings, program: '/no/such/program' } as typeof world.settings
    const bare = { ...world, trainer: trainers.open(settings) }
    const error = await errorOf(createJob(bare))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('/no/such/program') })
    expect((await bare.trainer.list()).map(({ status }) => status)).toEqual(['prepared'])
    expect(await trainers.missingProgram(settings)).toContain('/no/such/program')
  })

  test.skipIf(kind !== 'openai' && kind !== 'azure')('pauses and goes on', async () => {
    const world = await open()
    world.script(...usualLife)
    const { providerJobId } = await createJob(world)
    for (let turn = 0; turn < 3; turn += 1) world.advance()
    await world.trainer.pause(providerJobId)
    const before = await world.trainer.curve(providerJobId)
    world.advance()
    expect(await world.trainer.curve(providerJobId)).toEqual(before)
    await world.trainer.resume(providerJobId)
    world.advance()
    expect((await world.trainer.curve(providerJobId)).points.length).toBe(before.points.length + 10)
  })
})
