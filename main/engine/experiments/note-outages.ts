import type { CallScheduler } from '../calls/call-scheduler.ts'

/**
 * Says in the job's log when a provider stops answering, and when it is back: the job waits in between and goes on by itself.
 * Short waits for a rate limit are part of the work and are not told. @returns a function that ends it.
 */
export function noteOutages(scheduler: Pick<CallScheduler, 'lanes' | 'onChange'>, note: (message: string) => void) {
  const down = new Set<string>()
  return scheduler.onChange(() => {
    for (const { lane, state, reason } of scheduler.lanes()) {
      // A lane is an address and the name of a key; the address is what people know.
      const address = lane.slice(0, lane.lastIndexOf(':'))
      if (state === 'paused' && reason === 'outage' && !down.has(lane)) {
        down.add(lane)
        note(`${address} does not answer. Everything received is kept; the job waits and goes on by itself.`)
      } else if (state === 'open' && down.delete(lane)) {
        note(`${address} answers again.`)
      }
    }
  })
}
