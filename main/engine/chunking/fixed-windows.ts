import type { TextRange } from './text-range.ts'
import type { TokenizedText } from './tokenized-text.ts'

/**
 * Windows of `sizeTokens` tokens, each starting `overlapTokens` before the end of the one before. A window is up to
 * three tokens shorter where its end would fall inside a character. The ranges are trimmed, so a window counts fewer
 * tokens when it begins or ends in white space; windows that add nothing are left out.
 */
export function fixedWindows(
  document: TokenizedText,
  { sizeTokens, overlapTokens }: { readonly sizeTokens: number; readonly overlapTokens: number },
): TextRange[] {
  const ends = document.tokenEnds
  const windows: TextRange[] = []
  let first = 0
  while (first < ends.length) {
    let next = Math.min(first + sizeTokens, ends.length)
    while (next < ends.length && ends[next - 1] === ends[next]) next--
    addWindow(document.trimmed(first === 0 ? 0 : ends[first - 1]!, ends[next - 1]!))
    if (next === ends.length) break
    first = Math.max(first + 1, next - overlapTokens)
    while (first < next && ends[first - 1] === ends[first]) first++
  }
  return windows

  function addWindow(window: TextRange | null): void {
    const last = windows.at(-1)
    if (window === null || (last !== undefined && window.end <= last.end)) return
    if (window.start === last?.start) windows.pop()
    windows.push(window)
  }
}
