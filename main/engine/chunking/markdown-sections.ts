import type { TextRange } from './text-range.ts'

/** A heading with everything up to the next heading of any level. */
export interface MarkdownSection {
  /** 1–6 as in `#` to `######`; 7 for text before the first heading. */
  readonly level: number
  /** Heading, paragraphs, fenced code, tables and lists, in order; a block never ends inside a line. */
  readonly blocks: readonly TextRange[]
}

const noHeading = 7

const atxHeading = /^ {0,3}(#{1,6})(?:[ \t]|$)/
const setextUnderline = /^ {0,3}(=+|-+)[ \t]*$/
const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/
const listItem = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/
const indented = /^(?: {2,}|\t)/
const blank = /^[ \t]*$/

/** The part of CommonMark's block structure that decides where a document may be cut. Malformed input is paragraphs. */
export function markdownSections(text: string): MarkdownSection[] {
  const lines = linesOf(text)
  const sections: { level: number; blocks: TextRange[] }[] = [{ level: noHeading, blocks: [] }]
  let index = 0
  while (index < lines.length) {
    const line = lines[index]!.text
    if (blank.test(line)) {
      index++
      continue
    }
    const first = index
    const atx = atxHeading.exec(line)
    if (atx !== null) {
      index++
      sections.push({ level: atx[1]!.length, blocks: [rangeOf(first, index)] })
      continue
    }
    const paragraph = paragraphOrBlockEnd(first)
    index = paragraph.next
    if (paragraph.headingLevel === null) sections.at(-1)!.blocks.push(rangeOf(first, index))
    else sections.push({ level: paragraph.headingLevel, blocks: [rangeOf(first, index)] })
  }
  return sections.filter((section) => section.blocks.length > 0)

  function rangeOf(first: number, next: number): TextRange {
    return { start: lines[first]!.start, end: lines[next - 1]!.end }
  }

  function paragraphOrBlockEnd(first: number): { next: number; headingLevel: number | null } {
    const line = lines[first]!.text
    if (first === 0 && line.trimEnd() === '---') {
      const close = lines.findIndex((candidate, at) => at > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(candidate.text))
      if (close > 0) return { next: close + 1, headingLevel: null }
    }
    if (fence.test(line)) return { next: endOfFence(first), headingLevel: null }
    if (listItem.test(line)) return { next: endOfList(first), headingLevel: null }
    return endOfParagraph(first)
  }

  /** An unclosed fence reaches to the end of the document. */
  function endOfFence(first: number): number {
    const mark = fence.exec(lines[first]!.text)![1]!
    for (let at = first + 1; at < lines.length; at++) {
      const close = fence.exec(lines[at]!.text)
      if (close !== null && close[1]!.startsWith(mark) && blank.test(close[2]!)) return at + 1
    }
    return lines.length
  }

  /** Items, their continuation lines, and what is indented below them after blank lines. */
  function endOfList(first: number): number {
    let next = first + 1
    for (let at = next; at < lines.length; at++) {
      const line = lines[at]!.text
      if (blank.test(line)) continue
      const belongs = listItem.test(line) || indented.test(line)
      if (!belongs && (at > next || atxHeading.test(line) || fence.test(line))) break
      next = at + 1
    }
    return next
  }

  /** Ends at a blank line, or at a line that opens a heading, a fence or a list. Tables are such paragraphs too. */
  function endOfParagraph(first: number): { next: number; headingLevel: number | null } {
    for (let at = first + 1; at < lines.length; at++) {
      const line = lines[at]!.text
      const underline = setextUnderline.exec(line)
      if (underline !== null) return { next: at + 1, headingLevel: underline[1]!.startsWith('=') ? 1 : 2 }
      if (blank.test(line) || atxHeading.test(line) || fence.test(line) || listItem.test(line)) {
        return { next: at, headingLevel: null }
      }
    }
    return { next: lines.length, headingLevel: null }
  }
}

function linesOf(text: string): (TextRange & { readonly text: string })[] {
  const lines: (TextRange & { readonly text: string })[] = []
  let start = 0
  for (const lineBreak of text.matchAll(/\r\n?|\n/g)) {
    const end = lineBreak.index + lineBreak[0].length
    lines.push({ start, end, text: text.slice(start, lineBreak.index) })
    start = end
  }
  if (start < text.length) lines.push({ start, end: text.length, text: text.slice(start) })
  return lines
}
