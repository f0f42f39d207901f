import type { TokenPrice } from '../../../shared/domain/ledger.ts'
import type { ModelPrice } from '../../../shared/domain/model-price.ts'
import { extractiveModel, type ModelProvider } from '../../../shared/domain/model-provider.ts'
import { PriceOverrides, priceKey, priceOverridesName } from '../../../shared/domain/price-overrides.ts'
import type { PriceBook } from '../../ports/price-book.ts'
import type { SettingsStore } from '../../ports/settings-store.ts'
import { isLoopbackUrl } from './is-loopback-url.ts'

const free: TokenPrice = {
  inputUsdPerMillionTokens: 0,
  cachedInputUsdPerMillionTokens: 0,
  outputUsdPerMillionTokens: 0,
  source: 'local',
}

/**
 * What a model costs at an endpoint at `now`: the user's entry, else nothing for what runs on this machine, else the price
 * book.
 * @param sells `input` for a model that writes nothing, such as an embedder: its output needs no price.
 * @returns null when it is not known, never 0 for that.
 */
export function priceOf(
  model: string,
  provider: Pick<ModelProvider, 'kind' | 'baseUrl'>,
  settings: Pick<SettingsStore, 'get'>,
  priceBook: PriceBook,
  now: Date,
  sells: 'input' | 'inputAndOutput' = 'inputAndOutput',
): TokenPrice | null {
  if (model === extractiveModel) return free
  const overrides = PriceOverrides.parse(settings.get(priceOverridesName) ?? {})
  const key = priceKey(provider, model)
  const own = Object.hasOwn(overrides, key) ? overrides[key] : undefined
  if (own) {
    const { cachedInputUsdPerMillionTokens, inputUsdPerMillionTokens, outputUsdPerMillionTokens } = own
    const searches = own.usdPerThousandSearches
    return {
      inputUsdPerMillionTokens,
      cachedInputUsdPerMillionTokens: cachedInputUsdPerMillionTokens ?? inputUsdPerMillionTokens,
      outputUsdPerMillionTokens,
      ...(searches === null ? {} : { usdPerRequest: searches / 1000 }),
      source: 'your entry',
    }
  }
  if (isLoopbackUrl(provider.baseUrl)) return free
  const listed = priceBook.find(provider, model, now)
  // A book that has no price of tuned models may find their base model's, and they cost more.
  const baseModel = baseOfTunedName(model)
  if (listed && baseModel !== null) {
    const base = priceBook.find(provider, baseModel, now)
    if (!base || base.inputUsdPerMillionTokens === listed.inputUsdPerMillionTokens) return null
  }
  return listed && knownPrice(listed, sells, `${priceBook.source}, ${priceBook.date}`)
}

/** The base in `ft:gpt-4o-mini:…`, as OpenAI names tuned models, and in `gpt-4o-mini.ft-0e2…`, as Azure does; else null. */
function baseOfTunedName(model: string): string | null {
  const [, colon, dot] = /^(?:ft:([^:]+)|(.+)\.ft-.*)/i.exec(model) ?? []
  return colon ?? dot ?? null
}

function knownPrice(listed: ModelPrice, sells: 'input' | 'inputAndOutput', source: string): TokenPrice | null {
  const price = complete(listed, sells)
  if (price === null) return null
  const { longPrompts } = listed
  const long = longPrompts && complete(longPrompts, sells)
  return {
    ...price,
    ...(longPrompts && long ? { longPrompts: { aboveInputTokens: longPrompts.aboveInputTokens, ...long } } : {}),
    source,
  }
}

type Tokens = Pick<
  TokenPrice,
  'inputUsdPerMillionTokens' | 'cachedInputUsdPerMillionTokens' | 'outputUsdPerMillionTokens'
>

function complete(
  {
    inputUsdPerMillionTokens,
    cachedInputUsdPerMillionTokens,
    outputUsdPerMillionTokens,
  }: { readonly [Part in keyof Tokens]: number | null },
  sells: 'input' | 'inputAndOutput',
): Tokens | null {
  const output = outputUsdPerMillionTokens ?? (sells === 'input' ? 0 : null)
  if (inputUsdPerMillionTokens === null || output === null) return null
  return {
    inputUsdPerMillionTokens,
    // Without a lower price there is no discount.
    cachedInputUsdPerMillionTokens: cachedInputUsdPerMillionTokens ?? inputUsdPerMillionTokens,
    outputUsdPerMillionTokens: output,
  }
}
