import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import { createPaidCalls } from '../../main/engine/calls/create-paid-calls.ts'
import { noLimits } from '../../main/ports/call-failure.ts'
import type { JobId, RunId } from '../../shared/domain/ids.ts'
import { createRandom } from '../../shared/domain/random.ts'

// A process of its own for scheduler-bench: sends so many calls to a provider without limits, a prompt of 8,000 characters
// and an answer of 600 each, through a database in a file. Prints what it took as JSON.

const calls = Number(process.argv[2])
const workers = 64
const runId = 'run' as RunId
const folder = mkdtempSync(join(tmpdir(), 'rungs-bench-'))
try {
  const store = openSqliteStore(join(folder, 'workspace.db'))
  const paidCalls = createPaidCalls({
    calls: store.calls,
    settings: store.settings,
    clock: systemClock,
    random: createRandom(1),
  })
  store.settings.set('budget', { monthlyUsd: 100_000 })
  const signal = new AbortController().signal
  const context = 'A passage that a model reads before it answers. '.repeat(167)
  const reply = {
    text: 'An answer. '.repeat(55),
    usage: { inputTokens: 2000, cachedInputTokens: 0, outputTokens: 120 },
    latencyMs: 5,
    limits: noLimits,
  }
  let next = 0
  async function work() {
    while (next < calls) {
      const number = next
      next += 1
      await paidCalls.call(
        {
          use: { runId, stage: 'generation', queryId: `q${number}`, repetition: 0, part: '' },
          jobId: 'job' as JobId,
          lane: 'lane',
          model: 'model',
          modelKey: 'endpoint model',
          request: { messages: [{ role: 'user', content: `${context}Question ${number}?` }], maxOutputTokens: 300 },
          useCache: true,
          worstCase: { inputTokens: 2000, cachedInputTokens: 0, outputTokens: 300 },
          price: {
            inputUsdPerMillionTokens: 1,
            cachedInputUsdPerMillionTokens: 1,
            outputUsdPerMillionTokens: 1,
            source: 'bench',
          },
          caps: { perRunUsd: 10_000, perSweepUsd: 10_000 },
          send: async () => reply,
        },
        signal,
      )
    }
  }
  const startMs = performance.now()
  await Promise.all(Array.from({ length: workers }, work))
  const seconds = (performance.now() - startMs) / 1000
  const sumStartMs = performance.now()
  store.calls.spendingOfRun(runId)
  const sumMs = performance.now() - sumStartMs
  const ledgerStartMs = performance.now()
  const [line] = store.calls.ledger(runId)
  const ledgerMs = performance.now() - ledgerStartMs
  store.close()
  const peakBytes = process.resourceUsage().maxRSS * 1024
  process.stdout.write(JSON.stringify({ seconds, sumMs, ledgerMs, booked: line!.calls, peakBytes }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
