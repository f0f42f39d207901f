import { parseXml } from './parse-xml.ts'

/** What a number in a cell means: a plain number, a day (with or without time), or a time alone. */
export type NumberKind = 'number' | 'date' | 'time'

/** Formats that every workbook has without stating them (ECMA-376 part 1, 18.8.30), East Asian dates included. */
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])
const builtInTimes = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47])

/** What numbers of each cell style mean, by the style's number. */
export function readDateStyles(bytes: Uint8Array | null): NumberKind[] {
  const styles: NumberKind[] = []
  if (bytes === null) return styles
  const codes = new Map<number, string>()
  let isCellStyle = false
  parseXml(bytes, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') isCellStyle = true
      else if (name === 'xf' && isCellStyle) styles.push(kindOf(Number(attributes.numFmtId ?? 0), codes))
    },
    close(name) {
      if (name === 'cellXfs') isCellStyle = false
    },
  })
  return styles
}

function kindOf(format: number, codes: ReadonlyMap<number, string>): NumberKind {
  const code = codes.get(format)
  if (code !== undefined) return kindOfCode(code)
  if (builtInDates.has(format)) return 'date'
  return builtInTimes.has(format) ? 'time' : 'number'
}

/** A format with year, day or month names is a date; with hours or seconds alone, a time. */
export function kindOfCode(code: string): NumberKind {
  const tokens = (code.split(';')[0] ?? '')
    // What is shown as it is: quoted, escaped, padded.
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .toLowerCase()
    // Elapsed hours keep their letter; colours, languages and conditions are dropped.
    .replace(/\[(h+|m+|s+)\]/g, '$1')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/am\/pm|a\/p|general/g, '')
  if (/[yde]|mmm/.test(tokens) && !/[0#?]/.test(tokens.replace(/\.0+/g, ''))) return 'date'
  if (/[hs]/.test(tokens)) return 'time'
  return /^[^0#?]*m+[^0#?]*$/.test(tokens) ? 'date' : 'number'
}
