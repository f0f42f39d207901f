import { describe, expect, test } from 'vitest'
import { Changes } from '../../../main/engine/jobs/changes.ts'

describe('changes', () => {
  test('what changes between a look and the wait for the next is not lost, and is given once', async () => {
    const changes = new Changes<string>()
    const gathered = changes.gather(undefined)
    changes.announce('a')
    changes.announce('b')
    changes.announce('a')
    expect([...(await gathered.next())]).toEqual(['a', 'b'])
    const next = gathered.next()
    changes.announce('c')
    expect([...(await next)]).toEqual(['c'])
  })

  test('others wake nobody', async () => {
    const changes = new Changes<string>()
    const gathered = changes.gather(undefined, (id) => id === 'mine')
    const next = gathered.next()
    changes.announce('other')
    changes.announce('mine')
    expect([...(await next)]).toEqual(['mine'])
  })

  test('an abort ends the wait, and every later one at once', async () => {
    const changes = new Changes<string>()
    const stop = new AbortController()
    const gathered = changes.gather(stop.signal)
    const next = gathered.next()
    stop.abort()
    expect((await next).size).toBe(0)
    expect((await gathered.next()).size).toBe(0)
  })

  test('who stopped to listen is told nothing more', () => {
    const changes = new Changes<string>()
    const heard: string[] = []
    const stop = changes.onChange((id) => heard.push(id))
    changes.announce('a')
    stop()
    changes.announce('b')
    expect(heard).toEqual(['a'])
  })
})
