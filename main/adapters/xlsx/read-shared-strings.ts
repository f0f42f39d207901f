import { parseXml } from './parse-xml.ts'
import { unescapeText } from './unescape-text.ts'

/** The texts that cells refer to by number. Formatting is dropped, and so are readings of Japanese and Chinese words. */
export function readSharedStrings(bytes: Uint8Array | null): string[] {
  const strings: string[] = []
  if (bytes === null) return strings
  let text = ''
  let isText = false
  let isReading = false
  parseXml(bytes, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') isReading = true
      else if (name === 't') isText = !isReading
    },
    text(piece) {
      if (isText) text += piece
    },
    close(name) {
      if (name === 'si') strings.push(unescapeText(text))
      else if (name === 'rPh') isReading = false
      else if (name === 't') isText = false
    },
  })
  return strings
}
