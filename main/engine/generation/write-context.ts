/** The sources as the model reads them, numbered from 1: `[1] Title`, then the text; a blank line between two. */
export function writeContext(passages: readonly { readonly title: string; readonly text: string }[]): string {
  return passages.map(({ title, text }, at) => `${`[${at + 1}] ${title}`.trimEnd()}\n${text}`).join('\n\n')
}
