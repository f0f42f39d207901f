/** What was typed into a field for dollars. @returns null when it is no amount from 0 to a million. */
export function readUsd(text: string): number | null {
  const digits = text.trim().replace(/^\$/, '')
  if (!/^(?:\d+[.]?\d*|[.]\d+)$/.test(digits)) return null
  const usd = Number(digits)
  return usd <= 1_000_000 ? usd : null
}
