import { expect, test } from 'vitest'
import type { LaneState } from '../../../main/engine/calls/call-scheduler.ts'
import { noteOutages } from '../../../main/engine/experiments/note-outages.ts'

test('outages: told once when a provider goes and once when it is back, a rate limit never', () => {
  let lanes: LaneState[] = []
  let changed = () => {}
  const notes: string[] = []
  const end = noteOutages(
    {
      lanes: () => lanes,
      onChange: (listener) => {
        changed = listener
        return () => {
          changed = () => {}
        }
      },
    },
    (message) => notes.push(message),
  )
  const become = (state: LaneState['state'], reason: LaneState['reason']) => {
    lanes = [{ lane: 'api.example.com:KEY', state, reason, until: null }]
    changed()
  }
  become('paused', 'rateLimit')
  become('open', null)
  expect(notes).toEqual([])
  become('paused', 'outage')
  become('paused', 'outage')
  become('open', null)
  become('open', null)
  expect(notes).toEqual([
    'api.example.com does not answer. Everything received is kept; the job waits and goes on by itself.',
    'api.example.com answers again.',
  ])
  end()
  become('paused', 'outage')
  expect(notes).toHaveLength(2)
})
