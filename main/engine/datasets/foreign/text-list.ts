import { listOf, parseIfJson } from '../tables/cell-values.ts'

/** A list of texts: a list, JSON, a list as Python prints it (which is what a CSV of a data frame holds), or one text. */
export function textList(value: unknown): string[] {
  if (typeof value === 'string' && /^\s*\[/.test(value) && typeof parseIfJson(value) === 'string') {
    const printed = pythonList(value.trim())
    if (printed !== null) return printed.filter((text) => text.trim() !== '')
  }
  return listOf(value)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** `['a', "b's"]`, or with line breaks for commas as NumPy prints it; null when it is no list of strings. */
function pythonList(text: string): string[] | null {
  const items: string[] = []
  let at = 1
  while (at < text.length) {
    const quote = text[at]!
    if (quote === ']' && at === text.length - 1) return items
    if (quote !== "'" && quote !== '"') {
      if (!/[\s,]/.test(quote)) return null
      at += 1
      continue
    }
    let item = ''
    at += 1
    while (at < text.length && text[at] !== quote) {
      const isEscape = text[at] === '\\' && at + 1 < text.length
      const sign = text[isEscape ? at + 1 : at]!
      item += isEscape ? (escapes[sign] ?? sign) : sign
      at += isEscape ? 2 : 1
    }
    if (at >= text.length) return null
    items.push(item)
    at += 1
  }
  return null
}
