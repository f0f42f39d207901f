import { AppError } from '../../../shared/domain/app-error.ts'
import { BudgetSettings, budgetSettingsName } from '../../../shared/domain/budget-settings.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { BudgetCaps } from '../../../shared/domain/ledger.ts'
import type { CallStore } from '../../ports/call-store.ts'
import type { Clock } from '../../ports/clock.ts'
import type { SettingsStore } from '../../ports/settings-store.ts'
import { SpendingScope } from './spending-scope.ts'

/** Who pays, and what may be spent. */
export interface Payer {
  readonly runId: RunId
  readonly jobId: JobId
  readonly model: string
  readonly caps: BudgetCaps
}

/** Money set aside for one request. */
export interface Reservation {
  /** @param committedUsd what of it is spent, or may be: 0 when nothing was charged. */
  settle(committedUsd: number): void
}

interface Limit {
  readonly name: string
  readonly capUsd: number
  readonly scope: SpendingScope
}

/** Caps are compared to a billionth of a dollar: sums of many small amounts are not exact. */
const toleranceUsd = 1e-9

/**
 * Keeps the spending of runs, jobs and the month below their caps. What is on its way counts at its worst case: a request
 * that has no room only because of others under way waits for them.
 */
export class Budget {
  readonly #calls: CallStore
  readonly #settings: SettingsStore
  readonly #clock: Clock
  readonly #scopes = new Map<string, SpendingScope>()
  #waiting: (() => void)[] = []

  constructor({ calls, settings, clock }: { calls: CallStore; settings: SettingsStore; clock: Clock }) {
    this.#calls = calls
    this.#settings = settings
    this.#clock = clock
  }

  /**
   * Throws AppError BUDGET_REACHED when this can never be paid, whatever becomes of the requests under way, or when the
   * price is not known (null) and a cap is set.
   */
  requireRoom(payer: Payer, reservedUsd: number | null): void {
    this.#findRoom(payer, reservedUsd)
  }

  /**
   * Waits for room, then books and calls `begin` with no chance for another to come between.
   * Throws like `requireRoom`, and the signal's reason.
   */
  async reserve(
    payer: Payer,
    reservedUsd: number | null,
    signal: AbortSignal,
    begin: () => void,
  ): Promise<Reservation> {
    while (!this.#findRoom(payer, reservedUsd)) await this.#untilSomethingSettles(signal)
    signal.throwIfAborted()
    const scopes = this.#scopesOf(payer)
    begin()
    const reserved = reservedUsd ?? 0
    for (const scope of scopes) scope.begin(reserved)
    return {
      settle: (committedUsd) => {
        for (const scope of scopes) scope.settle(reserved, committedUsd)
        const waiting = this.#waiting
        this.#waiting = []
        for (const wake of waiting) wake()
      },
    }
  }

  /** What was booked at `sentAt` turned out to cost this much more (negative: less). The journal says so already. */
  correct({ runId, jobId }: Pick<Payer, 'runId' | 'jobId'>, sentAt: string, moreUsd: number): void {
    const month = `${sentAt.slice(0, 7)}-01T00:00:00.000Z`
    // A scope that is not open yet reads the journal when it is.
    for (const key of [`run ${runId}`, `job ${jobId}`, `month ${month}`]) this.#scopes.get(key)?.settle(0, moreUsd)
  }

  /** @returns false when there may be room once what is on its way is settled. */
  #findRoom(payer: Payer, reservedUsd: number | null): boolean {
    const limits = this.#limitsOf(payer)
    if (limits.length === 0 || reservedUsd === 0) return true
    if (reservedUsd === null) throw priceUnknown(payer.model, limits)
    for (const { name, capUsd, scope } of limits) {
      if (scope.committedUsd + reservedUsd > capUsd + toleranceUsd) {
        throw capReached(name, capUsd, scope.committedUsd, reservedUsd)
      }
    }
    return limits.every(
      ({ capUsd, scope }) => scope.committedUsd + scope.sendingUsd + reservedUsd <= capUsd + toleranceUsd,
    )
  }

  #limitsOf(payer: Payer): Limit[] {
    const { monthlyUsd } = BudgetSettings.parse(this.#settings.get(budgetSettingsName) ?? {})
    const [run, job, month] = this.#scopesOf(payer)
    const limits = [
      { name: 'this run', capUsd: payer.caps.perRunUsd, scope: run },
      { name: 'this job', capUsd: payer.caps.perSweepUsd, scope: job },
      { name: 'this month', capUsd: monthlyUsd, scope: month },
    ]
    return limits.filter((limit): limit is Limit => limit.capUsd !== null)
  }

  /** Always all three, so that a cap that is set later knows what was spent before. */
  #scopesOf({ runId, jobId }: Payer): [run: SpendingScope, job: SpendingScope, month: SpendingScope] {
    const now = this.#clock.now()
    const monthStart = (offset: number) =>
      new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset)).toISOString()
    const month = monthStart(0)
    return [
      this.#scope(`run ${runId}`, () => this.#calls.spendingOfRun(runId)),
      this.#scope(`job ${jobId}`, () => this.#calls.spendingOfJob(jobId)),
      this.#scope(`month ${month}`, () => this.#calls.spendingBetween(month, monthStart(1))),
    ]
  }

  #scope(key: string, load: () => ConstructorParameters<typeof SpendingScope>[0]): SpendingScope {
    let scope = this.#scopes.get(key)
    if (!scope) {
      scope = new SpendingScope(load())
      this.#scopes.set(key, scope)
    }
    return scope
  }

  #untilSomethingSettles(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const abort = () => reject(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting.push(() => {
        signal.removeEventListener('abort', abort)
        resolve()
      })
    })
  }
}

function capReached(name: string, capUsd: number, spentUsd: number, reservedUsd: number): AppError {
  return new AppError(
    'BUDGET_REACHED',
    `The cap of ${dollars(capUsd)} for ${name} is reached: ${dollars(spentUsd)} was spent or may have been, and the next request can cost up to ${dollars(reservedUsd)}. It was not sent; every answer received is kept. Raise the cap and resume.`,
    { scope: name, capUsd, spentUsd, reservedUsd },
  )
}

function priceUnknown(model: string, [limit]: readonly Limit[]): AppError {
  return new AppError(
    'BUDGET_REACHED',
    `The price of ${model} is not known, so the cap of ${dollars(limit!.capUsd)} for ${limit!.name} cannot be kept. Nothing was sent to it; every answer received is kept. Enter its price, or remove the cap, and resume.`,
    { scope: limit!.name, capUsd: limit!.capUsd, model },
  )
}

/** With as many digits as small amounts need to be told apart: $0.012 is not $0.01. */
function dollars(usd: number): string {
  return usd === 0 || usd >= 1 ? `$${usd.toFixed(2)}` : `$${trimCents(usd)}`
}

function trimCents(usd: number): string {
  const cents = usd.toFixed(2)
  return Math.abs(Number(cents) - usd) < 1e-9 ? cents : String(Number(usd.toPrecision(2)))
}
