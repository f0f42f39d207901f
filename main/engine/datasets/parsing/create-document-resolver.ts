/** Finds the id of the document that a question file means. `null` when there is none, or more than one. */
export type DocumentResolver = (reference: string) => string | null

/**
 * Questions name documents by id, but also by a path that begins higher or lower than the id: `docs/a/b.md` or `b.md`
 * for `a/b.md`. Such a path counts only where exactly one document fits.
 * @param docIds all ids of the import.
 * @param aliases other names of documents, e.g. of files that repeat another file's bytes.
 */
export function createDocumentResolver(
  docIds: Iterable<string>,
  aliases: ReadonlyMap<string, string>,
): DocumentResolver {
  const exact = new Set(docIds)
  const bySuffix = new Map<string, string | null>()
  const addSuffixes = (name: string, docId: string): void => {
    for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1)) {
      const suffix = name.slice(slash + 1)
      const other = bySuffix.get(suffix)
      bySuffix.set(suffix, other === undefined || other === docId ? docId : null)
    }
  }
  for (const docId of exact) addSuffixes(docId, docId)
  for (const [name, docId] of aliases) addSuffixes(name, docId)

  const lookUp = (name: string): string | null => (exact.has(name) ? name : (aliases.get(name) ?? null))
  return (reference) => {
    const known = lookUp(reference)
    if (known !== null) return known
    const path = reference.replaceAll('\\', '/').replace(/^(\.?\/)+/, '')
    for (let rest = path; ; rest = rest.slice(rest.indexOf('/') + 1)) {
      const found = lookUp(rest)
      if (found !== null) return found
      if (!rest.includes('/')) break
    }
    return bySuffix.get(path) ?? null
  }
}
