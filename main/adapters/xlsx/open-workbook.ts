import { fromBufferPromise } from 'yauzl'
import { AppError } from '../../../shared/domain/app-error.ts'
import { type OpenZip, readZipEntries, readZipEntry, type ZipEntry, zipOptions } from '../zip/zip-entries.ts'
import { attributeOf, parseXml } from './parse-xml.ts'

interface WorkbookSheet {
  readonly name: string
  /** Path of its XML in the zip. */
  readonly path: string
  readonly isHidden: boolean
}

export interface Workbook {
  /** Sheets of cells in their order; sheets that are charts are left out. */
  readonly sheets: readonly WorkbookSheet[]
  /** Whether dates count from 1904, as old Mac workbooks do. */
  readonly startsIn1904: boolean
  /** Unpacks a file that the workbook names. Throws AppError UNREADABLE_FILE when it is not there. */
  file(path: string): Promise<Uint8Array>
  /** Unpacks a part that not every workbook has; null when this one has none. */
  part(kind: 'sharedStrings' | 'styles'): Promise<Uint8Array | null>
}

interface Relation {
  readonly kind: string
  readonly target: string
}

const maxEntries = 10_000

/** Reads what a workbook consists of. Throws AppError UNREADABLE_FILE when it is damaged or no workbook. */
export async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const open: OpenZip = () => fromBufferPromise(buffer, { ...zipOptions })
  const entries = new Map((await readZipEntries(open, maxEntries)).map((entry) => [entry.name.toLowerCase(), entry]))
  const file = (path: string) => unpack(open, entries, path)
  const documentPath = mainPart(await relationsOf('', file))
  if (/\.bin$/i.test(documentPath))
    throw new AppError('UNREADABLE_FILE', 'The workbook is in the binary .xlsb format; save it as .xlsx.')
  const relations = await relationsOf(documentPath, file)
  const { sheets, startsIn1904 } = readWorkbook(await file(documentPath), relations)
  return {
    sheets,
    startsIn1904,
    file,
    part: async (kind) => {
      const relation = [...relations.values()].find((candidate) => candidate.kind === kind)
      return relation && entries.has(relation.target.toLowerCase()) ? file(relation.target) : null
    },
  }
}

async function unpack(open: OpenZip, entries: ReadonlyMap<string, ZipEntry>, path: string): Promise<Uint8Array> {
  const found = entries.get(path.toLowerCase())
  if (!found) throw new AppError('UNREADABLE_FILE', `The workbook is damaged: its part ${path} is missing.`)
  return readZipEntry(open, found.entry)
}

function mainPart(relations: ReadonlyMap<string, Relation>): string {
  const main = [...relations.values()].find(({ kind }) => kind === 'officeDocument')
  if (!main) throw new AppError('UNREADABLE_FILE', 'The file is a zip, but no Excel workbook.')
  return main.target
}

/** What a part refers to, by id; targets as paths in the zip. @param path of the part; '' for the whole file. */
async function relationsOf(
  path: string,
  file: (path: string) => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, Relation>> {
  const slash = path.lastIndexOf('/')
  const folder = path.slice(0, slash + 1)
  const relations = new Map<string, Relation>()
  parseXml(await file(`${folder}_rels/${path.slice(slash + 1)}.rels`), {
    open(name, attributes) {
      const id = attributeOf(attributes, 'Id')
      const target = attributeOf(attributes, 'Target')
      if (name !== 'Relationship' || id === undefined || target === undefined) return
      const kind = (attributeOf(attributes, 'Type') ?? '').replace(/^.*\//, '')
      relations.set(id, { kind, target: target.startsWith('/') ? target.slice(1) : resolvePath(folder + target) })
    },
  })
  return relations
}

function readWorkbook(bytes: Uint8Array, relations: ReadonlyMap<string, Relation>) {
  const sheets: WorkbookSheet[] = []
  let startsIn1904 = false
  parseXml(bytes, {
    open(name, attributes) {
      if (name === 'workbookPr') startsIn1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const relation = relations.get(attributeOf(attributes, 'id') ?? '')
      if (relation?.kind !== 'worksheet') return
      const state = attributes.state ?? 'visible'
      sheets.push({ name: attributes.name ?? '', path: relation.target, isHidden: state !== 'visible' })
    },
  })
  return { sheets, startsIn1904 }
}

function resolvePath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
