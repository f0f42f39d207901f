/** What was typed into a field for a cap: dollars, null for no cap, or `invalid`. */
export function readCap(text: string): number | null | 'invalid' {
  const typed = text.trim().replace(/^\$/, '').replace(',', '.')
  if (typed === '') return null
  const usd = Number(typed)
  return usd > 0 && usd <= 1_000_000 ? usd : 'invalid'
}
