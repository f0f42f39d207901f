import { AppError } from '../../../shared/domain/app-error.ts'
import { BudgetSettings, budgetSettingsName } from '../../../shared/domain/budget-settings.ts'
import type { TokenPrice } from '../../../shared/domain/ledger.ts'
import type { ModelProvider } from '../../../shared/domain/model-provider.ts'
import type { MonthSpending } from '../../../shared/domain/month-spending.ts'
import { type ServingSettings, servingSettingsName } from '../../../shared/domain/monthly-cost.ts'
import {
  type PriceOverride,
  PriceOverrides,
  priceKey,
  priceOverridesName,
} from '../../../shared/domain/price-overrides.ts'
import { requireWritable } from '../../../shared/domain/require-writable.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PriceBook } from '../../ports/price-book.ts'
import type { Store } from '../../ports/store.ts'
import { priceOf } from './price-of.ts'

interface MoneyPorts {
  readonly store: Pick<Store, 'calls' | 'settings' | 'readOnly' | 'transaction'>
  readonly priceBook: PriceBook
  readonly clock: Clock
}

interface OwnPrice extends PriceOverride {
  /** `HOST/MODEL` */
  readonly key: string
  readonly host: string
  readonly model: string
}

/** The user's side of money: the month's cap, what was spent of it, and prices of their own. */
export class Money {
  readonly #ports: MoneyPorts

  constructor(ports: MoneyPorts) {
    this.#ports = ports
  }

  /** The calendar month (UTC) that it is now. */
  month(): MonthSpending {
    const { store, clock } = this.#ports
    const now = clock.now()
    const monthStart = (offset: number) =>
      new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset)).toISOString()
    const [from, to] = [monthStart(0), monthStart(1)]
    return {
      month: from.slice(0, 7),
      capUsd: BudgetSettings.parse(store.settings.get(budgetSettingsName) ?? {}).monthlyUsd,
      ...store.calls.spendingBetween(from, to),
      lines: store.calls.spendingLinesBetween(from, to),
    }
  }

  /** Takes effect at once, also for jobs under way. Throws AppError WORKSPACE_LOCKED. */
  setBudget(budget: BudgetSettings): MonthSpending {
    requireWritable(this.#ports.store)
    this.#ports.store.settings.set(budgetSettingsName, budget)
    return this.month()
  }

  /** Throws AppError BUDGET_REACHED when nothing is left of the month's cap. */
  requireRoomInMonth(): void {
    const { capUsd, confirmedUsd, unconfirmedUsd, sendingUsd } = this.month()
    if (capUsd === null || confirmedUsd + unconfirmedUsd + sendingUsd < capUsd) return
    throw new AppError(
      'BUDGET_REACHED',
      'The cap for this month is reached. Nothing was sent; raise the cap under Budget and try again.',
      { capUsd },
    )
  }

  /** What a model costs today; null when it is not known. */
  priceOf(model: string, provider: ModelProvider): TokenPrice | null {
    const { store, priceBook, clock } = this.#ports
    return priceOf(model, provider, store.settings, priceBook, clock.now())
  }

  /** The same of a model that writes nothing, such as an embedder. */
  priceOfInput(model: string, baseUrl: string): TokenPrice | null {
    const { store, priceBook, clock } = this.#ports
    return priceOf(model, { kind: 'openai', baseUrl }, store.settings, priceBook, clock.now(), 'input')
  }

  /** Throws AppError WORKSPACE_LOCKED. */
  setServing(serving: ServingSettings): ServingSettings {
    requireWritable(this.#ports.store)
    this.#ports.store.settings.set(servingSettingsName, serving)
    return serving
  }

  /** By host and model. */
  ownPrices(): OwnPrice[] {
    return Object.entries(this.#overrides())
      .map(([key, price]) => ownPrice(key, price))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  /** Adds or replaces the price of a model at an endpoint. Throws AppError WORKSPACE_LOCKED. */
  setPrice({
    baseUrl,
    model,
    price,
  }: {
    baseUrl: string
    model: string
    price: Omit<PriceOverride, 'enteredOn' | 'usdPerThousandSearches'> &
      Partial<Pick<PriceOverride, 'usdPerThousandSearches'>>
  }): OwnPrice {
    requireWritable(this.#ports.store)
    const { store, clock } = this.#ports
    const key = priceKey({ baseUrl }, model)
    const entry = { usdPerThousandSearches: null, ...price, enteredOn: clock.now().toISOString().slice(0, 10) }
    store.transaction(() => store.settings.set(priceOverridesName, { ...this.#overrides(), [key]: entry }))
    return ownPrice(key, entry)
  }

  /** @returns false when there was none. Throws AppError WORKSPACE_LOCKED. */
  removePrice(key: string): boolean {
    requireWritable(this.#ports.store)
    const { store } = this.#ports
    return store.transaction(() => {
      const overrides = this.#overrides()
      if (!Object.hasOwn(overrides, key)) return false
      const { [key]: _removed, ...rest } = overrides
      store.settings.set(priceOverridesName, rest)
      return true
    })
  }

  #overrides(): PriceOverrides {
    return PriceOverrides.parse(this.#ports.store.settings.get(priceOverridesName) ?? {})
  }
}

/** A host holds no `/`: everything after the first one is the model. */
function ownPrice(key: string, price: PriceOverride): OwnPrice {
  const slash = key.indexOf('/')
  return { key, host: key.slice(0, slash), model: key.slice(slash + 1), ...price }
}
