import type { CDPSession, Page } from 'playwright-core'

export interface LongestTasks {
  /** Milliseconds of processor time of the page's main thread in its longest task. */
  readonly cpuMs: number
  /** Milliseconds by the clock of the task that lasted longest: longer where other processes hold the processor. */
  readonly wallMs: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds: by the clock, and of the thread's processor time. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** The longest tasks of a page's main thread while something goes on, from the browser's own trace. */
export async function longestTasks(page: Page, work: () => Promise<void>): Promise<LongestTasks> {
  const devtools = await page.context().newCDPSession(page)
  try {
    const events = await traced(devtools, work)
    const threads = new Set(
      events
        .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    )
    const tasks = events.filter(
      ({ name, ph, pid, tid }) =>
        ph === 'X' && /^(?:ThreadControllerImpl::)?RunTask$/u.test(name) && threads.has(`${pid} ${tid}`),
    )
    if (tasks.length === 0) throw new Error('The trace of the browser holds no task of the page.')
    return {
      cpuMs: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000,
      wallMs: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000,
    }
  } finally {
    await devtools.detach()
  }
}

async function traced(devtools: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-lighthouse', '__metadata'] },
  })
  await work()
  const { promise, resolve } = Promise.withResolvers<void>()
  devtools.once('Tracing.tracingComplete', () => resolve())
  await devtools.send('Tracing.end')
  await promise
  return events
}
