import { expect, test } from 'vitest'
import { describeStores } from './support/store-fixture.ts'

describeStores('transactions', (fixture) => {
  test('keep all of the work and give its result', () => {
    const filled = fixture()
    const { store } = filled
    expect(store.transaction(() => filled.addCorpus().number)).toBe(1)
    expect(store.datasets.listCorpora()).toHaveLength(1)
  })

  test('keep nothing when the work fails, nested parts included', () => {
    const filled = fixture()
    const { store } = filled
    const failing = () =>
      store.transaction(() => {
        filled.addCorpus()
        store.transaction(() => filled.addJob())
        throw new Error('The plug was pulled.')
      })
    expect(failing).toThrow('The plug was pulled.')
    expect(store.datasets.listCorpora()).toEqual([])
    expect(store.jobs.list()).toEqual([])
    // And the store goes on working.
    expect(filled.addCorpus().number).toBe(1)
  })

  test('a part that fails and is caught does not undo the rest', () => {
    const filled = fixture()
    const { store } = filled
    store.transaction(() => {
      filled.addJob('job1')
      expect(() => store.transaction(() => filled.addJob('job1'))).toThrow()
      filled.addJob('job2')
    })
    expect(store.jobs.list().map((job) => job.jobId)).toEqual(['job1', 'job2'])
  })
})
