export interface EventLoopFigures {
  /** Milliseconds by the clock: other processes that hold the processor make it longer. */
  readonly longestStopMs: number
  /** Milliseconds of processor time of this thread between two turns: what its own work took, whatever else runs. */
  readonly longestTurnCpuMs: number
}

/** Watches how long this thread is away from its event loop, turn by turn, until it is told to stop. */
export function watchEventLoop(): { stop(): EventLoopFigures } {
  let longestStopMs = 0
  let longestTurnCpuMs = 0
  let at = performance.now()
  let cpuMs = threadCpuMs()
  const turn = () => {
    const now = performance.now()
    const cpuNowMs = threadCpuMs()
    longestStopMs = Math.max(longestStopMs, now - at)
    longestTurnCpuMs = Math.max(longestTurnCpuMs, cpuNowMs - cpuMs)
    at = now
    cpuMs = cpuNowMs
  }
  const timer = setInterval(turn, 1)
  return {
    stop() {
      turn()
      clearInterval(timer)
      return { longestStopMs, longestTurnCpuMs }
    },
  }
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
