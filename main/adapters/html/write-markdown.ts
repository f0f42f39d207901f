import {
  childrenOf,
  elementsOf,
  type HtmlElement,
  type HtmlNode,
  isElement,
  rawTextOf,
  textOfNode,
} from './html-nodes.ts'

type IsKept = (element: HtmlElement) => boolean

/** Deeper than any page that a person wrote; below it only the words are kept, so that the stack cannot overflow. */
const maxDepth = 300
/** Longer links are tracking addresses; they would fill chunks with noise. */
const maxLinkCharacters = 200

const blockNames = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot ' +
    'th thead tr ul'
  ).split(' '),
)

/**
 * Writes HTML nodes as Markdown: headings, lists, quotations, code and tables as such; links with an address of their
 * own; emphasis, pictures and relative links as plain words, so that quotes of the visible text are found.
 */
export function writeMarkdown(nodes: readonly HtmlNode[], isKept: IsKept): string {
  return new MarkdownWriter(isKept).blocksOf(nodes, 0).join('\n\n')
}

class MarkdownWriter {
  readonly #isKept: IsKept

  constructor(isKept: IsKept) {
    this.#isKept = isKept
  }

  blocksOf(nodes: readonly HtmlNode[], depth: number): string[] {
    const blocks: string[] = []
    let line = ''
    const endLine = (): void => {
      const text = tidy(line)
      if (text !== '') blocks.push(text)
      line = ''
    }
    const walk = (node: HtmlNode, level: number): void => {
      const text = textOfNode(node)
      if (text !== null) line = append(line, text)
      if (!isElement(node)) {
        for (const child of childrenOf(node)) if (text === null) walk(child, level + 1)
        return
      }
      if (!this.#isKept(node)) return
      if (level > maxDepth) {
        line = append(line, ` ${rawTextOf(node.children, this.#isKept)} `)
        return
      }
      const block = this.#blockOf(node, level)
      if (block !== null) {
        endLine()
        if (block !== '') blocks.push(block)
        return
      }
      if (blockNames.has(node.name)) {
        endLine()
        for (const child of node.children) walk(child, level + 1)
        endLine()
        return
      }
      const inline = this.#inlineOf(node)
      if (inline !== null) line = append(line, inline, node.name === 'br')
      else for (const child of node.children) walk(child, level + 1)
    }
    for (const node of nodes) walk(node, depth)
    endLine()
    return blocks
  }

  /** Blocks with a form of their own; `null` for those that only part paragraphs. */
  #blockOf(element: HtmlElement, depth: number): string | null {
    const { name, children } = element
    if (/^h[1-6]$/.test(name)) {
      const words = this.#lineOf(children, depth)
      return words === '' ? '' : `${'#'.repeat(Number(name[1]))} ${words}`
    }
    if (name === 'pre') return this.#codeBlock(element)
    if (name === 'ul' || name === 'ol' || name === 'menu') return this.#list(element, depth)
    if (name === 'table') return this.#table(element, depth)
    if (name !== 'blockquote') return null
    const quoted = this.blocksOf(children, depth + 1).join('\n\n')
    return quoted === '' ? '' : quoted.replace(/^/gm, '> ').replace(/^> $/gm, '>')
  }

  #inlineOf({ name, attribs, children }: HtmlElement): string | null {
    if (name === 'br') return '\n'
    if (name === 'img') return /^data:/i.test(attribs.alt ?? '') ? '' : (attribs.alt ?? '')
    if (name === 'code' || name === 'kbd' || name === 'samp') {
      const code = rawTextOf(children, this.#isKept).replace(/\s+/g, ' ')
      return code.trim() === '' ? '' : `\`${code}\``
    }
    if (name !== 'a' || !isOwnAddress(attribs.href ?? '')) return null
    for (const { name: inner } of elementsOf(children)) if (blockNames.has(inner)) return null
    const words = rawTextOf(children, this.#isKept).replace(/\s+/g, ' ')
    return words.trim() === '' ? null : `[${words.trim()}](${attribs.href!.trim()})`
  }

  #list(element: HtmlElement, depth: number): string {
    const items: string[] = []
    const isOrdered = element.name === 'ol'
    for (const child of element.children) {
      const blocks = isElement(child) && !this.#isKept(child) ? [] : this.blocksOf(listContent(child), depth + 2)
      if (blocks.length === 0) continue
      const mark = isOrdered ? `${items.length + 1}. ` : '- '
      items.push(mark + blocks.join('\n').replace(/\n/g, `\n${' '.repeat(mark.length)}`))
    }
    return items.join('\n')
  }

  #codeBlock(element: HtmlElement): string {
    const code = rawTextOf(element.children, this.#isKept).replace(/^\n+|\s+$/g, '')
    if (code === '') return ''
    let classes = element.attribs.class ?? ''
    for (const { attribs } of elementsOf(element.children)) classes += ` ${attribs.class ?? ''}`
    const language = /(?:language|lang)-([\w+#-]+)/.exec(classes)?.[1] ?? ''
    const fence = code.includes('```') ? '~~~~' : '```'
    return `${fence}${language}\n${code}\n${fence}`
  }

  /** A table of data as a Markdown table; a table that only arranges the page as the blocks of its cells. */
  #table(element: HtmlElement, depth: number): string | null {
    const rows: HtmlElement[][] = []
    for (const inner of elementsOf(element.children, this.#isKept)) {
      if (inner.name === 'table') return null
      if (inner.name === 'tr') rows.push([])
      if (inner.name === 'td' || inner.name === 'th') (rows.at(-1) ?? newRow(rows)).push(inner)
    }
    const texts = rows.map((cells) =>
      cells.map((cell) => this.#lineOf(cell.children, depth + 1).replaceAll('|', '\\|')),
    )
    const filled = texts.filter((cells) => cells.some((cell) => cell !== ''))
    const width = Math.max(0, ...filled.map((cells) => cells.length))
    if (filled.length < 2 || width < 2) return null
    const line = (cells: readonly string[]): string =>
      `| ${Array.from({ length: width }, (_, index) => cells[index] ?? '').join(' | ')} |`
    const [header = [], ...body] = filled
    const caption = element.children.filter((child) => isElement(child) && child.name === 'caption')
    const title = this.#lineOf(caption, depth + 1)
    const table = [line(header), line(Array.from({ length: width }, () => '---')), ...body.map(line)].join('\n')
    return title === '' ? table : `${title}\n\n${table}`
  }

  #lineOf(nodes: readonly HtmlNode[], depth: number): string {
    return this.blocksOf(nodes, depth + 1)
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim()
  }
}

function listContent(child: HtmlNode): readonly HtmlNode[] {
  return isElement(child) && child.name === 'li' ? child.children : [child]
}

function newRow(rows: HtmlElement[][]): HtmlElement[] {
  const row: HtmlElement[] = []
  rows.push(row)
  return row
}

/** White space of the source is one space; a line break is kept where the page has one. */
function append(line: string, text: string, isLineBreak = false): string {
  if (isLineBreak) return `${line.trimEnd()}\n`
  const words = text.replace(/[ \t\r\n\f]+/g, ' ')
  return /(^|\s)$/.test(line) ? line + words.trimStart() : line + words
}

function tidy(line: string): string {
  return line.replace(/[\u200b\ufeff]/g, '').trim()
}

function isOwnAddress(href: string): boolean {
  return /^\s*(https?:\/\/|mailto:)/i.test(href) && href.length <= maxLinkCharacters
}
