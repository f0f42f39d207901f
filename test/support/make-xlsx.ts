import { makeZip, type ZipEntrySpec } from './make-zip.ts'

/** A cell as XML below `<c r="…"`: a string is a text, an object says its type and content itself. */
export type CellSpec =
  | string
  | number
  | boolean
  | null
  | { readonly type?: string; readonly style?: number; readonly xml: string }

export interface SheetSpec {
  readonly name: string
  /** Rows from row 1; a null is an empty cell, an empty list an empty row. */
  readonly rows: readonly (readonly CellSpec[])[]
  readonly merged?: readonly string[]
  readonly hidden?: boolean
}

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook in memory. Styles: 1 = date, 2 = date and time, 3 = time, 4 = `0.00`, 5 = elapsed hours. */
export function makeXlsx(sheets: readonly SheetSpec[], extra: readonly ZipEntrySpec[] = []): Buffer {
  const strings: string[] = []
  const entries: ZipEntrySpec[] = [
    {
      name: '_rels/.rels',
      data: `<Relationships><Relationship Id="r1" Type="${relations}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `<workbook xmlns:r="${relations}"><sheets>${sheets
        .map(
          ({ name, hidden }, index) =>
            `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="s${index}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `<Relationships>${sheets
        .map((_, index) => `<Relationship Id="s${index}" Type="${relations}/worksheet" Target="sheets/${index}.xml"/>`)
        .join(
          '',
        )}<Relationship Id="st" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="ss" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      data: '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="2"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    },
    ...sheets.map((sheet, index) => ({ name: `xl/sheets/${index}.xml`, data: sheetXml(sheet, strings) })),
  ]
  const shared = strings.map((text) => `<si><t>${escapeXml(text)}</t></si>`).join('')
  return makeZip([...entries, { name: 'xl/sharedStrings.xml', data: `<sst>${shared}</sst>` }, ...extra])
}

function sheetXml({ rows, merged = [] }: SheetSpec, strings: string[]): string {
  const data = rows.map((cells, row) => {
    const xml = cells.map((cell, column) =>
      cell === null ? '' : cellXml(cell, `${letters(column)}${row + 1}`, strings),
    )
    return cells.length === 0 ? '' : `<row r="${row + 1}">${xml.join('')}</row>`
  })
  const areas = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  return `<?xml version="1.0"?><worksheet><sheetData>${data.join('')}</sheetData><mergeCells>${areas}</mergeCells></worksheet>`
}

function cellXml(cell: Exclude<CellSpec, null>, reference: string, strings: string[]): string {
  if (typeof cell === 'string') return `<c r="${reference}" t="s"><v>${strings.push(cell) - 1}</v></c>`
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${Number(cell)}</v></c>`
  const type = cell.type === undefined ? '' : ` t="${cell.type}"`
  return `<c r="${reference}"${type}${cell.style === undefined ? '' : ` s="${cell.style}"`}>${cell.xml}</c>`
}

function letters(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26)
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
