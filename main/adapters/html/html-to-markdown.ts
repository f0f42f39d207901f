import { elementsOf, type HtmlElement, parseHtml, rawTextOf } from './html-nodes.ts'
import { mainContent } from './main-content.ts'
import { writeMarkdown } from './write-markdown.ts'

interface HtmlText {
  readonly text: string
  /** The page's `title` element. */
  readonly pageTitle: string | null
  /** The first `h1` of the text. */
  readonly firstHeading: string | null
}

interface HtmlOptions {
  /** Leave out navigation, header, footer and side bars, as web pages have them. */
  readonly isMainTextOnly: boolean
}

/** The text of an HTML page as Markdown. Scripts, styles, pictures and what is hidden are left out. */
export function htmlToMarkdown(html: string, options: HtmlOptions): HtmlText {
  const nodes = parseHtml(html)
  const content = options.isMainTextOnly ? mainContent(nodes) : { nodes, isKept: () => true }
  return {
    text: writeMarkdown(content.nodes, content.isKept),
    pageTitle: firstText(
      elementsOf(nodes, (element) => element.name !== 'svg' && element.name !== 'body'),
      'title',
    ),
    firstHeading: firstText(elementsOf(content.nodes, content.isKept), 'h1'),
  }
}

function firstText(elements: Iterable<HtmlElement>, name: string): string | null {
  for (const element of elements) {
    if (element.name !== name) continue
    const text = rawTextOf(element.children).replace(/\s+/g, ' ').trim()
    if (text !== '') return text
  }
  return null
}
