import type { NewId } from '../../main/ports/new-id.ts'

/** Ids in a fixed order: `id1`, `id2`, … */
export function sequentialIds(): NewId {
  let last = 0
  return () => {
    last += 1
    return `id${last}`
  }
}
