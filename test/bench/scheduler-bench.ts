import { fileURLToPath } from 'node:url'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import { createPaidCalls } from '../../main/engine/calls/create-paid-calls.ts'
import type { JobId, RunId } from '../../shared/domain/ids.ts'
import { createRandom } from '../../shared/domain/random.ts'
import { LimitedProvider } from './limited-provider.ts'
import { printTable } from './print-table.ts'
import { runChild } from './run-child.ts'

const limits = { requestsPerMinute: 3000, tokensPerMinute: 1_000_000, strayRefusals: 0.01 }
/** About a minute at the limit. */
const limitedCalls = 3000
const tokensPerCall = 300
const wantedShare = 0.95
const freeCalls = 100_000
const allowedBytes = 600e6

/** How close paid calls come to a provider's limits, that none is lost, and what the journal itself costs. */
export async function benchScheduler(): Promise<void> {
  await benchLimited()
  await benchJournal()
}

async function benchLimited(): Promise<void> {
  const store = openSqliteStore(':memory:')
  const random = createRandom(1)
  const provider = new LimitedProvider(limits, random)
  const paidCalls = createPaidCalls({ calls: store.calls, settings: store.settings, clock: systemClock, random })
  const signal = new AbortController().signal
  const runId = 'run' as RunId
  const startMs = performance.now()
  const results = await Promise.all(
    Array.from({ length: limitedCalls }, (_, number) =>
      paidCalls.call(
        {
          use: { runId, stage: 'generation', queryId: `q${number}`, repetition: 0, part: '' },
          jobId: `job ${number % 3}` as JobId,
          lane: 'lane',
          model: 'model',
          modelKey: 'endpoint model',
          request: number,
          useCache: true,
          worstCase: { inputTokens: 250, cachedInputTokens: 0, outputTokens: 50 },
          price: null,
          caps: { perRunUsd: null, perSweepUsd: null },
          send: async () => {
            const answerLimits = await provider.answer(tokensPerCall)
            return { answerTo: number, usage: null, latencyMs: 1, limits: answerLimits }
          },
        },
        signal,
      ),
    ),
  )
  const minutes = (performance.now() - startMs) / 60_000
  const kept = results.filter(({ reply }, number) => reply.answerTo === number).length
  const booked = store.calls.ledger(runId)[0]!.calls
  store.close()
  const sendingMinutes = (provider.lastReceivedAtMs - startMs) / 60_000
  const sentShare = provider.received / sendingMinutes / limits.requestsPerMinute
  const answeredShare = limitedCalls / minutes / limits.requestsPerMinute
  printTable(
    `${limitedCalls} paid calls against ${limits.requestsPerMinute} requests and ${limits.tokensPerMinute / 1e6} M tokens a minute, ${limits.strayRefusals * 100} % refused at random (${(minutes * 60).toFixed(1)} s)`,
    [
      ['figure', 'measured', 'limit', 'within it'],
      [
        'requests / allowed, first to last sent',
        percent(sentShare),
        `≥ ${percent(wantedShare)}`,
        sentShare >= wantedShare ? 'yes' : 'NO',
      ],
      ['answers / allowed, first sent to last answered', percent(answeredShare), '', ''],
      ['refused for the limit', String(provider.refusedForLimit), '', ''],
      ['refused at random', String(provider.refusedAtRandom), '', ''],
      ['answers lost', String(limitedCalls - kept), '0', kept === limitedCalls ? 'yes' : 'NO'],
      ['answers not booked', String(limitedCalls - booked), '0', booked === limitedCalls ? 'yes' : 'NO'],
    ],
  )
}

async function benchJournal(): Promise<void> {
  const child = fileURLToPath(new URL('./paid-calls-child.ts', import.meta.url))
  const measured = JSON.parse(await runChild([child, String(freeCalls)])) as {
    seconds: number
    sumMs: number
    ledgerMs: number
    booked: number
    peakBytes: number
  }
  printTable(`${freeCalls} paid calls to a provider without limits, three caps checked for each, database in a file`, [
    ['figure', 'measured', 'limit', 'within it'],
    ['calls per second', (freeCalls / measured.seconds).toFixed(0), '', ''],
    ['sum of a run', `${measured.sumMs.toFixed(0)} ms`, '', ''],
    ['ledger of a run', `${measured.ledgerMs.toFixed(0)} ms`, '', ''],
    ['calls not booked', String(freeCalls - measured.booked), '0', measured.booked === freeCalls ? 'yes' : 'NO'],
    [
      'peak memory',
      `${(measured.peakBytes / 1e6).toFixed(0)} MB`,
      `${allowedBytes / 1e6} MB`,
      measured.peakBytes <= allowedBytes ? 'yes' : 'NO',
    ],
  ])
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
