/** Dollars per million tokens, all digits that the price has; a price that is not known is said so. */
export function formatPrice(usdPerMillionTokens: number | null): string {
  if (usdPerMillionTokens === null) return 'unknown'
  return `$${usdPerMillionTokens.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`
}
