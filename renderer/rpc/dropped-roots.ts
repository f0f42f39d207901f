/** The longest part of a refused list of files that a sentence holds. */
const namesShown = 3

/**
 * The paths that were dropped: a folder once, in place of each file in it.
 * @param files each with its path below what was dropped (`papers/2024/a.pdf`) and where it is on the disk; an empty
 *   place means that it is on none.
 * Throws an Error with a sentence for the user when a file is on no disk.
 */
export function droppedRoots(files: readonly { path: string; absolutePath: string }[]): string[] {
  const homeless = files.filter(({ absolutePath }) => absolutePath === '').map(({ path }) => path)
  if (homeless.length > 0) {
    const more = homeless.length > namesShown ? ` and ${homeless.length - namesShown} more` : ''
    throw new Error(
      `${homeless.slice(0, namesShown).join(', ')}${more} cannot be read from where it was dragged. Nothing was imported; save it to a folder and drop it from there.`,
    )
  }
  return [...new Set(files.map(rootOf))]
}

function rootOf({ path, absolutePath }: { path: string; absolutePath: string }): string {
  const below = path.split('/').slice(1)
  if (below.length === 0) return absolutePath
  const parts = absolutePath.split(/[\\/]/)
  // A link may lead to a file of another name: then the file itself is what can be named.
  if (parts.slice(-below.length).join('/') !== below.join('/')) return absolutePath
  return absolutePath.slice(0, -(below.join('/').length + 1))
}
