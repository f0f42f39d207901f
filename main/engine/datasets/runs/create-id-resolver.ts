/**
 * Finds the id that a TREC file means. The format has no quoting, so writers put `_` for white space: an id that is not
 * there as it stands may be one with spaces, where that is clear.
 */
export function createIdResolver(ids: Iterable<string>): (written: string) => string | null {
  const known = new Set(ids)
  const bySpelling = new Map<string, string | null>()
  for (const id of known) {
    if (!/\s/u.test(id)) continue
    const spelling = id.trim().replace(/\s+/gu, '_')
    bySpelling.set(spelling, bySpelling.has(spelling) ? null : id)
  }
  return (written) => (known.has(written) ? written : (bySpelling.get(written) ?? null))
}
