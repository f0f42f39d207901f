import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isMainThread } from 'node:worker_threads'

/**
 * When a process that was started with `--import` of this file ends itself with SIGKILL: at the n-th writing statement
 * that matches. A moment in the work instead of a moment in time, so that it is the same on slow and fast machines.
 */
export interface KillMoment {
  /** Regular expression on the statement's text. */
  readonly statement: string
  /** Which of the matching statements, from 1. */
  readonly occurrence: number
  readonly when: 'before' | 'after'
  /** Wait this long after the moment, in milliseconds: to land inside what follows it in another thread. */
  readonly delayMs?: number
}

export const killMomentVariable = 'RUNGS_TEST_KILL_MOMENT'

const given = process.env[killMomentVariable]
if (given !== undefined && isMainThread) install(JSON.parse(given) as KillMoment)

function install({ statement, occurrence, when, delayMs }: KillMoment): void {
  const pattern = new RegExp(statement)
  let seen = 0
  const around = <Result>(sql: string, run: () => Result): Result => {
    const isMoment = pattern.test(sql) && ++seen === occurrence
    if (isMoment && when === 'before') die(delayMs)
    const result = run()
    if (isMoment && when === 'after') die(delayMs)
    return result
  }
  const { run } = StatementSync.prototype
  StatementSync.prototype.run = function (this: StatementSync, ...values: Parameters<typeof run>) {
    return around(this.sourceSQL, () => run.apply(this, values))
  } as typeof run
  // Statements that give back what they wrote.
  const { get } = StatementSync.prototype
  StatementSync.prototype.get = function (this: StatementSync, ...values: Parameters<typeof get>) {
    return around(this.sourceSQL, () => get.apply(this, values))
  } as typeof get
  const { exec } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    return around(sql, () => exec.call(this, sql))
  }
}

function die(delayMs: number | undefined): void {
  if (delayMs === undefined) process.kill(process.pid, 'SIGKILL')
  else setTimeout(() => process.kill(process.pid, 'SIGKILL'), delayMs)
}
