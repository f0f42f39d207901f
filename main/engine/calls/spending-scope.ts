import type { Spending } from '../../ports/call-store.ts'

/** Running sums of one run, job or month, in US dollars. The database is the truth; this saves asking it each time. */
export class SpendingScope {
  /** Spent, or perhaps spent: this room does not come back. */
  committedUsd: number
  /** Reserved for what is on its way: what is not used of it comes back. */
  sendingUsd = 0

  /** What the journal has as sending when the scope is opened was left by a process that is gone. */
  constructor({ confirmedUsd, unconfirmedUsd, sendingUsd }: Spending) {
    this.committedUsd = confirmedUsd + unconfirmedUsd + sendingUsd
  }

  begin(reservedUsd: number): void {
    this.sendingUsd += reservedUsd
  }

  settle(reservedUsd: number, committedUsd: number): void {
    this.sendingUsd -= reservedUsd
    this.committedUsd += committedUsd
  }
}
