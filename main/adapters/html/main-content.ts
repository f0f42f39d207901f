import { elementsOf, type HtmlElement, type HtmlNode, rawTextOf } from './html-nodes.ts'

/** Never text for a reader. */
const droppedNames = new Set(
  'head script style template noscript svg canvas iframe object embed audio video nav button input select textarea'.split(
    ' ',
  ),
)
const droppedRoles = new Set(['navigation', 'search', 'menu', 'dialog'])
const frameNames = new Set(['header', 'footer', 'aside'])
const frameRoles = new Set(['banner', 'contentinfo', 'complementary'])
/** Marks beside headings that Sphinx, MkDocs, Docusaurus and MediaWiki set. */
const droppedClasses =
  /(^|\s)(headerlink|anchor-link|hash-link|mw-editsection|mw-portlet|interlanguage-link|mw-jump-link|noprint)(\s|$)/

/** Whether an element is text that a reader of the page sees as part of it. */
function isReadable(element: HtmlElement): boolean {
  const { name, attribs } = element
  if (droppedNames.has(name) || droppedRoles.has(attribs.role ?? '')) return false
  if ('hidden' in attribs || attribs['aria-hidden'] === 'true') return false
  if (/display\s*:\s*none/i.test(attribs.style ?? '')) return false
  return !droppedClasses.test(attribs.class ?? '')
}

/** Whether an element frames the page rather than belonging to its text; only where no main part is marked. */
function isFrame(element: HtmlElement): boolean {
  return frameNames.has(element.name) || frameRoles.has(element.attribs.role ?? '')
}

interface MainContent {
  readonly nodes: readonly HtmlNode[]
  isKept(element: HtmlElement): boolean
}

/**
 * The main part of a page: `main` or the only `article`, when it holds a good part of the page's text; else the whole
 * page without its header, footer and side bars.
 */
export function mainContent(nodes: readonly HtmlNode[]): MainContent {
  const elements = [
    ...elementsOf(nodes, (element) => element.name === 'body' || element.name === 'html' || isReadable(element)),
  ]
  const mains = elements.filter(({ name, attribs }) => name === 'main' || attribs.role === 'main')
  const articles = elements.filter(({ name }) => name === 'article')
  const marked = mains.length > 0 ? mains.slice(0, 1) : articles.length === 1 ? articles : []
  const pageLength = lengthOf(nodes, (element) => isReadable(element) && !isFrame(element))
  if (marked.length > 0 && lengthOf(marked, isReadable) * 4 >= pageLength) return { nodes: marked, isKept: isReadable }

  // A page that is nothing but a header is still read.
  const hasFrame = pageLength > 0
  return { nodes, isKept: (element) => isReadable(element) && !(hasFrame && isFrame(element) && !isInArticle(element)) }
}

function isInArticle(element: HtmlElement): boolean {
  for (let parent = element.parent; parent !== null; parent = parent.parent)
    if ('name' in parent && parent.name === 'article') return true
  return false
}

function lengthOf(nodes: readonly HtmlNode[], isKept: (element: HtmlElement) => boolean): number {
  return rawTextOf(nodes, isKept).replace(/\s+/g, ' ').trim().length
}
