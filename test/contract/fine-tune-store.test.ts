import { expect, test } from 'vitest'
import { newFineTune } from '../../main/engine/finetuning/new-fine-tune.ts'
import { FineTuneJobId } from '../../shared/domain/ids.ts'
import type { TrainingPoint } from '../../shared/domain/training-curve.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { at, describeStores } from './support/store-fixture.ts'

const job = (id: string) =>
  newFineTune(
    { newId: () => id, clock: new ManualClock() },
    { name: id, trainer: null, baseModel: 'm', origin: 'imported', status: 'running' },
  )
const [one, two] = [FineTuneJobId.parse('one'), FineTuneJobId.parse('two')]
const point = (step: number): TrainingPoint => ({
  ...{ step, epoch: null, trainLoss: 1 / (step + 1), trainAccuracy: null, validLoss: null, validAccuracy: null },
})
const event = (eventId: string | null, message: string) => ({
  ...{ eventId, message, at, source: 'provider' as const, level: 'info' as const },
})

describeStores('fine-tune jobs', (fixture) => {
  test('are kept newest first, and change only in what is given', () => {
    const { fineTunes } = fixture().store
    fineTunes.add(job('one'), null)
    fineTunes.add(job('two'), null)
    fineTunes.update(one, { status: 'succeeded', tunedModel: 'ft:m' })
    expect(fineTunes.list().map((record) => record.job.fineTuneJobId)).toEqual([two, one])
    expect(fineTunes.get(one)!.job).toEqual({ ...job('one'), status: 'succeeded', tunedModel: 'ft:m' })
    expect(fineTunes.get(FineTuneJobId.parse('none'))).toBeNull()
    fineTunes.update(FineTuneJobId.parse('none'), { status: 'failed' })
  })

  test('number their events without gaps, and keep what is listed again once', () => {
    const { fineTunes } = fixture().store
    fineTunes.add(job('one'), null)
    fineTunes.add(job('two'), null)
    expect(fineTunes.addEvents(one, [event('a', 'A'), event(null, 'own'), event('b', 'B')])).toBe(3)
    expect(fineTunes.addEvents(one, [event('a', 'A'), event('c', 'C'), event(null, 'own')])).toBe(2)
    expect(fineTunes.addEvents(two, [event('a', 'A')])).toBe(1)
    expect(fineTunes.eventsAfter(one, 1, 2).map(({ seq, message }) => [seq, message])).toEqual([
      [2, 'own'],
      [3, 'B'],
    ])
    expect([fineTunes.lastEventSeq(one), fineTunes.lastEventSeq(two)]).toEqual([5, 1])
  })

  test('keep their curve with a revision that grows only when it changes', () => {
    const { fineTunes } = fixture().store
    fineTunes.add(job('one'), null)
    expect([fineTunes.setPoints(one, [point(1)]), fineTunes.setPoints(one, [point(1)])]).toEqual([true, false])
    expect(fineTunes.setPoints(one, [point(1), point(2)])).toBe(true)
    expect(fineTunes.points(one)).toEqual([point(1), point(2)])
    expect(fineTunes.get(one)!.pointsRevision).toBe(2)
  })

  test('go with all that is theirs; uploads stay', () => {
    const { fineTunes } = fixture().store
    fineTunes.add(job('one'), null)
    fineTunes.addEvents(one, [event('a', 'A')])
    fineTunes.setResultFile(one, 'step_metrics.csv', 'f'.repeat(64))
    fineTunes.addUploadedFile('openai:x', 'rungs-1.jsonl', 'file-1', at)
    fineTunes.addUploadedFile('openai:x', 'rungs-1.jsonl', 'file-2', at)
    expect(fineTunes.resultFiles(one)).toEqual(new Map([['step_metrics.csv', 'f'.repeat(64)]]))
    expect([fineTunes.remove(one), fineTunes.remove(one)]).toEqual([true, false])
    expect(fineTunes.eventsAfter(one, 0, 10)).toEqual([])
    expect(fineTunes.uploadedFile('openai:x', 'rungs-1.jsonl')).toBe('file-2')
    expect(fineTunes.uploadedFile('openai:y', 'rungs-1.jsonl')).toBeNull()
  })
})
