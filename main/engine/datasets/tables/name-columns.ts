/**
 * Names for the columns of a header: as it has them, `column 3` where it has none, `name (2)` for the second of a name.
 */
export function nameColumns(header: readonly string[]): { columns: string[]; notes: string[] } {
  const notes: string[] = []
  const seen = new Set<string>()
  const columns = header.map((field, index) => {
    const wanted = field.trim() === '' ? `column ${index + 1}` : field.trim()
    let name = wanted
    for (let copy = 2; seen.has(name); copy++) name = `${wanted} (${copy})`
    if (name !== wanted)
      notes.push(`The column "${wanted}" appears more than once; the later one is read as "${name}".`)
    seen.add(name)
    return name
  })
  return { columns, notes }
}
