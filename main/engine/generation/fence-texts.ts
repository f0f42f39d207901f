/**
 * Puts texts that nobody vouches for between markers that none of them holds, so that no text can end its own part.
 * Deterministic: the same texts give the same prompt, and so the same cache key.
 * @param parts label, in capital letters, and text of each part.
 */
export function fenceTexts(parts: readonly (readonly [label: string, text: string])[]): string {
  let bar = '====='
  while (parts.some(([, text]) => text.includes(bar))) bar += '='
  return parts.map(([label, text]) => `${bar} ${label} ${bar}\n${text}\n${bar} END OF ${label} ${bar}`).join('\n\n')
}
