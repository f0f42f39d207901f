import { type MarkdownSection, markdownSections } from './markdown-sections.ts'
import { packPieces } from './pack-pieces.ts'
import { splitRecursively } from './split-recursively.ts'
import type { TextRange } from './text-range.ts'
import type { TokenizedText } from './tokenized-text.ts'

/** A range below 1/8 of the size says too little alone, mostly a bare heading: it may cross a heading. */
const tinyShare = 1 / 8

interface Sizes {
  readonly sizeTokens: number
  readonly overlapTokens: number
}

/**
 * Cuts Markdown along its headings. A section with all its subsections stays together if it fits; neighbouring
 * sections under the same parent are joined while they fit; a section that is too long is cut between blocks
 * (paragraphs, fenced code, tables, lists), and a block that is too long like plain text. Only the parts of one
 * section overlap.
 */
export function markdownRanges(document: TokenizedText, sizes: Sizes): TextRange[] {
  return joinTiny(document, rangesOfSections(document, markdownSections(document.text), sizes), sizes)
}

function rangesOfSections(document: TokenizedText, sections: readonly MarkdownSection[], sizes: Sizes): TextRange[] {
  const firstBlock = sections[0]?.blocks[0]
  const lastBlock = sections.at(-1)?.blocks.at(-1)
  if (firstBlock === undefined || lastBlock === undefined) return []
  const whole = document.trimmed(firstBlock.start, lastBlock.end)
  if (whole === null) return []
  if (document.tokensIn(whole.start, whole.end) <= sizes.sizeTokens) return [whole]
  if (sections.length === 1) return rangesOfBlocks(document, sections[0]!.blocks, sizes)

  const ranges: TextRange[] = []
  /** Whether the last range is a whole group, so that its next sibling may join it. */
  let open = false
  for (const group of siblings(sections)) {
    const parts = rangesOfSections(document, group, sizes)
    const [first] = parts
    const last = ranges.at(-1)
    const whole = parts.length === 1
    if (first !== undefined && last !== undefined && open && whole) {
      if (document.tokensIn(last.start, first.end) <= sizes.sizeTokens) {
        ranges[ranges.length - 1] = { start: last.start, end: first.end }
        continue
      }
    }
    ranges.push(...parts)
    open = whole
  }
  return ranges
}

/** Groups of sections: the parent's own text if there is one parent, then each child with its descendants. */
function siblings(sections: readonly MarkdownSection[]): MarkdownSection[][] {
  const levelsBelow = sections.slice(1).map((section) => section.level)
  const highestBelow = Math.min(...levelsBelow)
  const first = sections[0]!.level
  const groupLevel = first < highestBelow ? highestBelow : Math.min(first, highestBelow)
  const groups: MarkdownSection[][] = []
  for (const section of sections) {
    if (groups.length === 0 || section.level === groupLevel) groups.push([section])
    else groups.at(-1)!.push(section)
  }
  return groups
}

function rangesOfBlocks(document: TokenizedText, blocks: readonly TextRange[], sizes: Sizes): TextRange[] {
  const pieces = blocks.flatMap((block) =>
    splitRecursively(document, block, { sizeTokens: sizes.sizeTokens, from: 'paragraphs' }),
  )
  return packPieces(document, pieces, sizes)
}

function joinTiny(document: TokenizedText, ranges: readonly TextRange[], { sizeTokens }: Sizes): TextRange[] {
  const joined: TextRange[] = []
  for (const range of ranges) {
    const last = joined.at(-1)
    const oneIsTiny = last !== undefined && (isTiny(last) || isTiny(range))
    if (last !== undefined && oneIsTiny && document.tokensIn(last.start, range.end) <= sizeTokens) {
      joined[joined.length - 1] = { start: last.start, end: range.end }
    } else joined.push(range)
  }
  return joined

  function isTiny(range: TextRange): boolean {
    return document.tokensIn(range.start, range.end) <= sizeTokens * tinyShare
  }
}
