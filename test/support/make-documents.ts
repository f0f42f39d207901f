import { makeZip } from './make-zip.ts'

const packageTypes =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
const relationships =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'

/** A Word file with paragraphs; `# ` before a paragraph makes it a heading. */
export function makeDocx(paragraphs: readonly string[]): Buffer {
  const body = paragraphs.map((paragraph) => {
    const style = paragraph.startsWith('# ') ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : ''
    return `<w:p>${style}<w:r><w:t xml:space="preserve">${paragraph.replace(/^# /, '')}</w:t></w:r></w:p>`
  })
  const document = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}</w:body></w:document>`
  const styles =
    '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
  return makeZip([
    { name: '[Content_Types].xml', data: packageTypes },
    { name: '_rels/.rels', data: relationships },
    { name: 'word/document.xml', data: document },
    { name: 'word/styles.xml', data: styles },
  ])
}

/** A PDF with one line of text per page; an empty line makes a page without text. */
export function makePdf(pages: readonly string[], options: { title?: string; isLocked?: boolean } = {}): Buffer {
  const pageIds = pages.map((_, index) => 6 + index * 2)
  const objects = new Map<number, string>([
    [1, '<< /Type /Catalog /Pages 2 0 R >>'],
    [2, `<< /Type /Pages /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] /Count ${pages.length} >>`],
    [3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
    [4, `<< /Title (${options.title ?? ''}) >>`],
    [5, `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'00'.repeat(32)}> /U <${'11'.repeat(32)}> >>`],
  ])
  for (const [index, line] of pages.entries()) {
    const content = line === '' ? '' : `BT /F1 12 Tf 72 700 Td (${line}) Tj ET`
    const id = pageIds[index]!
    const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${id + 1} 0 R >>`
    objects.set(id, page)
    objects.set(id + 1, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  let file = '%PDF-1.4\n'
  const offsets: string[] = []
  for (const [id, object] of objects) {
    offsets.push(`${String(file.length).padStart(10, '0')} 00000 n \n`)
    file += `${id} 0 obj\n${object}\nendobj\n`
  }
  const start = file.length
  const lock = options.isLocked ? '/Encrypt 5 0 R /ID [<00> <00>] ' : ''
  file += `xref\n0 ${objects.size + 1}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${objects.size + 1} /Root 1 0 R /Info 4 0 R ${lock}>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
