import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { LedgerEntry, LedgerLine } from '../../../shared/domain/ledger.ts'
import type { SpendingLine } from '../../../shared/domain/month-spending.ts'
import type { AnsweredCall, CallStore, CallUse, FoundCall, NewCall, Spending } from '../../ports/call-store.ts'
import type { Database } from './database.ts'

interface UsageColumns {
  inputTokens: number | null
  cachedInputTokens: number | null
  outputTokens: number | null
}

type EntryRow = Omit<LedgerEntry, 'usage' | 'cached'> & UsageColumns & { cached: number }
type LineRow = Omit<LedgerLine, 'usage'> & LedgerLine['usage']
type AnsweredRow = Omit<AnsweredCall, 'reply' | 'usage'> & UsageColumns & CallUse & { reply: string }

const usageColumns = `
  input_tokens AS inputTokens, cached_input_tokens AS cachedInputTokens, output_tokens AS outputTokens`

const sums = `
  SELECT
    coalesce(sum(cost_usd) FILTER (WHERE state = 'confirmed'), 0) AS confirmedUsd,
    coalesce(sum(reserved_usd) FILTER (WHERE state = 'unconfirmed'), 0) AS unconfirmedUsd,
    coalesce(sum(reserved_usd) FILTER (WHERE state = 'sending'), 0) AS sendingUsd
  FROM calls`

const inPipelineOrder = `
  ORDER BY CASE stage WHEN 'training' THEN -1 WHEN 'embedding' THEN 0 WHEN 'rerank' THEN 1 WHEN 'generation' THEN 2 WHEN 'judge' THEN 3
    ELSE 4 END, model`

/** Every use by one run, those that it paid for and those that it found answered. */
const uses = `
  SELECT sent_at AS at, run_id AS runId, stage, query_id AS queryId, model, state, call_number AS callNumber,
    ${usageColumns},
    CASE state WHEN 'confirmed' THEN cost_usd WHEN 'free' THEN 0 ELSE reserved_usd END AS costUsd,
    CASE state WHEN 'confirmed' THEN cost_usd WHEN 'free' THEN 0 ELSE reserved_usd END AS spentUsd,
    0 AS cached
  FROM calls WHERE run_id = ?
  UNION ALL
  SELECT u.at, u.run_id, u.stage, u.query_id, c.model, c.state, c.call_number,
    c.input_tokens, c.cached_input_tokens, c.output_tokens, c.cost_usd, 0, 1
  FROM cached_uses u JOIN calls c USING (call_number) WHERE u.run_id = ?`

export class SqliteCallStore implements CallStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  findAnswered(requestHash: string): FoundCall | null {
    const row = this.#database.get<AnsweredRow>(
      `SELECT c.call_number AS callNumber, ${usageColumns}, cost_usd AS costUsd, latency_ms AS latencyMs, reply,
         run_id AS runId, stage, query_id AS queryId, repetition, part
       FROM calls c JOIN call_replies USING (call_number)
       WHERE request_hash = ? AND state = 'confirmed' ORDER BY c.call_number LIMIT 1`,
      requestHash,
    )
    if (!row) return null
    const { callNumber, costUsd, latencyMs, reply, runId, stage, queryId, repetition, part } = row
    const use = { runId, stage, queryId, repetition, part }
    return { callNumber, reply: JSON.parse(reply), usage: usageOf(row), costUsd, latencyMs, use }
  }

  begin(call: NewCall): number {
    const { use } = call
    return this.#database.get<{ callNumber: number }>(
      `INSERT INTO calls
         (request_hash, lane, model, run_id, stage, query_id, repetition, part, job_id, state, reserved_usd, sent_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending', ?, ?) RETURNING call_number AS callNumber`,
      call.requestHash,
      call.lane,
      call.model,
      use.runId,
      use.stage,
      use.queryId,
      use.repetition,
      use.part,
      call.jobId,
      call.reservedUsd,
      call.sentAt,
    )!.callNumber
  }

  confirm(callNumber: number, answer: Omit<AnsweredCall, 'callNumber'>, at: string): void {
    this.#database.transaction(() => {
      this.#database.run(
        `UPDATE calls SET state = 'confirmed', cost_usd = ?, input_tokens = ?, cached_input_tokens = ?,
           output_tokens = ?, latency_ms = ?, settled_at = ? WHERE call_number = ?`,
        answer.costUsd,
        answer.usage?.inputTokens ?? null,
        answer.usage?.cachedInputTokens ?? null,
        answer.usage?.outputTokens ?? null,
        answer.latencyMs,
        at,
        callNumber,
      )
      this.#database.run(
        'INSERT OR REPLACE INTO call_replies (call_number, reply) VALUES (?, ?)',
        callNumber,
        JSON.stringify(answer.reply),
      )
    })
  }

  leaveUnconfirmed(callNumber: number, at: string): void {
    this.#settle(callNumber, 'unconfirmed', at)
  }

  release(callNumber: number, at: string): void {
    this.#settle(callNumber, 'free', at)
  }

  addCachedUse(use: CallUse, callNumber: number, at: string): void {
    this.#database.run(
      `INSERT OR IGNORE INTO cached_uses (run_id, stage, query_id, repetition, part, call_number, at)
       SELECT ?, ?, ?, ?, ?, call_number, ? FROM calls
       WHERE call_number = ? AND (run_id, stage, query_id, repetition, part) <> (?, ?, ?, ?, ?)`,
      ...placeOf(use),
      at,
      callNumber,
      ...placeOf(use),
    )
  }

  numbered(first: number, last: number): ReturnType<CallStore['numbered']> {
    return this.#database.all(
      `SELECT call_number AS callNumber, request_hash AS requestHash, reserved_usd AS reservedUsd
       FROM calls WHERE call_number BETWEEN ? AND ? ORDER BY call_number`,
      first,
      last,
    )
  }

  leaveAllSendingUnconfirmed(at: string): number {
    return this.#database.transaction(() => {
      const { n } = this.#database.get<{ n: number }>(`SELECT count(*) AS n FROM calls WHERE state = 'sending'`)!
      if (n > 0) {
        this.#database.run(`UPDATE calls SET state = 'unconfirmed', settled_at = ? WHERE state = 'sending'`, at)
      }
      return n
    })
  }

  spendingOfRun(runId: RunId): Spending {
    return this.#database.get<Spending & object>(`${sums} WHERE run_id = ?`, runId)!
  }

  spendingOfJob(jobId: JobId): Spending {
    return this.#database.get<Spending & object>(`${sums} WHERE job_id = ?`, jobId)!
  }

  spendingBetween(from: string, to: string): Spending {
    return this.#database.get<Spending & object>(`${sums} WHERE sent_at >= ? AND sent_at < ?`, from, to)!
  }

  spendingLinesBetween(from: string, to: string): SpendingLine[] {
    return this.#database.all<SpendingLine & object>(
      `SELECT stage, model, count(*) AS calls,
         count(*) FILTER (WHERE state = 'unconfirmed') AS unconfirmedCalls,
         count(*) - count(spent) AS unpricedCalls,
         coalesce(sum(spent), 0) AS spentUsd,
         coalesce(sum(spent) FILTER (WHERE state = 'unconfirmed'), 0) AS unconfirmedUsd
       FROM (
         SELECT stage, model, state, CASE state WHEN 'confirmed' THEN cost_usd ELSE reserved_usd END AS spent
         FROM calls WHERE state IN ('confirmed', 'unconfirmed') AND sent_at >= ? AND sent_at < ?
       ) GROUP BY stage, model ${inPipelineOrder}`,
      from,
      to,
    )
  }

  ledger(runId: RunId): LedgerLine[] {
    return this.#database
      .all<LineRow>(
        `SELECT stage, model, count(*) AS calls, sum(cached) AS cachedCalls,
           count(*) FILTER (WHERE state = 'unconfirmed') AS unconfirmedCalls,
           coalesce(sum(inputTokens), 0) AS inputTokens,
           coalesce(sum(cachedInputTokens), 0) AS cachedInputTokens,
           coalesce(sum(outputTokens), 0) AS outputTokens,
           -- A sum with something unknown in it is unknown.
           CASE count(costUsd) WHEN count(*) THEN sum(costUsd) END AS costUsd,
           CASE count(spentUsd) WHEN count(*) THEN sum(spentUsd) END AS spentUsd,
           coalesce(sum(spentUsd) FILTER (WHERE state = 'unconfirmed'), 0) AS unconfirmedUsd
         FROM (${uses}) WHERE state IN ('confirmed', 'unconfirmed') GROUP BY stage, model
         ${inPipelineOrder}`,
        runId,
        runId,
      )
      .map(({ inputTokens, cachedInputTokens, outputTokens, ...line }) => ({
        ...line,
        usage: { inputTokens, cachedInputTokens, outputTokens },
      }))
  }

  entries(runId: RunId, offset: number, limit: number): LedgerEntry[] {
    return this.#database
      .all<EntryRow & { callNumber: number }>(
        `${uses} ORDER BY at, callNumber, stage, queryId LIMIT ? OFFSET ?`,
        runId,
        runId,
        limit,
        offset,
      )
      .map((row) => {
        const { at, stage, model, state, costUsd, spentUsd } = row
        const queryId = row.queryId || null
        return {
          at,
          runId,
          stage,
          queryId,
          model,
          state,
          usage: usageOf(row),
          costUsd,
          spentUsd,
          cached: row.cached === 1,
        }
      })
  }

  #settle(callNumber: number, state: 'unconfirmed' | 'free', at: string): void {
    this.#database.run('UPDATE calls SET state = ?, settled_at = ? WHERE call_number = ?', state, at, callNumber)
  }
}

function placeOf(use: CallUse): [string, string, string, number, string] {
  return [use.runId, use.stage, use.queryId, use.repetition, use.part]
}

function usageOf({ inputTokens, cachedInputTokens, outputTokens }: UsageColumns): LedgerEntry['usage'] {
  if (inputTokens === null) return null
  return { inputTokens, cachedInputTokens: cachedInputTokens ?? 0, outputTokens: outputTokens ?? 0 }
}
