import { oc } from '@orpc/contract'
import { z } from 'zod'
import { BudgetSettings } from '../domain/budget-settings.ts'
import { ServerAddress } from '../domain/kept-providers.ts'
import { ModelName } from '../domain/model-name.ts'
import { MonthSpending } from '../domain/month-spending.ts'
import { ServingSettings } from '../domain/monthly-cost.ts'
import { PriceOverride } from '../domain/price-overrides.ts'

const OwnPrice = PriceOverride.extend({
  /** `HOST/MODEL` */
  key: z.string(),
  host: z.string(),
  model: z.string(),
})

/** What may be spent, what was, and what the user says that models cost. */
export const moneyContract = {
  /** The calendar month (UTC) that it is now. */
  month: oc.output(MonthSpending),
  /** Takes effect at once, also for jobs under way. */
  setBudget: oc.input(BudgetSettings).output(MonthSpending),
  /** The user's own prices, by host and model. */
  ownPrices: oc.output(z.array(OwnPrice)),
  /** Adds or replaces the price of a model at an endpoint. */
  setPrice: oc
    .input(z.strictObject({ baseUrl: ServerAddress, model: ModelName, price: PriceOverride.omit({ enteredOn: true }) }))
    .output(OwnPrice),
  /** What serving will be like, as the user entered it. */
  setServing: oc.input(ServingSettings).output(ServingSettings),
  removePrice: oc.input(z.strictObject({ key: z.string().max(1000) })).output(z.object({ removed: z.boolean() })),
}
