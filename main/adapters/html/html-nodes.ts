import { parseDocument } from 'htmlparser2'

type HtmlDocument = ReturnType<typeof parseDocument>
export type HtmlNode = HtmlDocument['children'][number]
export type HtmlElement = Extract<HtmlNode, { attribs: unknown }>

/** Parses HTML of any quality; never throws. Entities are decoded. */
export function parseHtml(html: string): readonly HtmlNode[] {
  return parseDocument(html).children
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return 'attribs' in node
}

/** The children of an element, or of any other node that has some. */
export function childrenOf(node: HtmlNode): readonly HtmlNode[] {
  return 'children' in node ? node.children : []
}

/** The characters of a text node; `null` for every other node. */
export function textOfNode(node: HtmlNode): string | null {
  return node.type === 'text' && 'data' in node ? node.data : null
}

/**
 * All elements in the order of the document that are not inside one that `enter` refuses. Not recursive: pages can be
 * nested so deeply that a recursive walk would end in a stack overflow.
 */
export function* elementsOf(
  nodes: readonly HtmlNode[],
  enter: (element: HtmlElement) => boolean = () => true,
): Generator<HtmlElement> {
  const stack = [...nodes].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isElement(node)) {
      if (!enter(node)) continue
      yield node
    }
    const children = childrenOf(node)
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!)
  }
}

/** The text below some nodes, as it stands in the source. Not recursive. */
export function rawTextOf(nodes: readonly HtmlNode[], enter: (element: HtmlElement) => boolean = () => true): string {
  const parts: string[] = []
  const stack = [...nodes].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const text = textOfNode(node)
    if (text !== null) parts.push(text)
    if (isElement(node) && !enter(node)) continue
    if (isElement(node) && node.name === 'br') parts.push('\n')
    const children = childrenOf(node)
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!)
  }
  return parts.join('')
}
