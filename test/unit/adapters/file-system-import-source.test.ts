import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createFileSystemImportSource,
  type FileSystemImportOptions,
} from '../../../main/adapters/file-system/create-file-system-import-source.ts'
import type { ImportListing } from '../../../main/ports/import-source.ts'
import { makeZip } from '../../support/make-zip.ts'
import { countsAddUp, jsonl, parseListing } from '../../support/parse-files.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rungs-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(path: string, content: string | Uint8Array): Promise<string> {
  const absolute = join(folder, path)
  await mkdir(dirname(absolute), { recursive: true })
  await writeFile(absolute, content)
  return absolute
}

function list(paths: readonly string[], options: FileSystemImportOptions = {}): Promise<ImportListing> {
  return createFileSystemImportSource(options).list(paths)
}

const pathsOf = (listing: ImportListing) => listing.files.map((file) => file.path)
const reasonOf = (listing: ImportListing, path: string) =>
  listing.refused.find((refused) => refused.path === path)?.reason ?? 'not refused'
const textOf = async (listing: ImportListing, path: string) =>
  new TextDecoder().decode(await listing.files.find((file) => file.path === path)!.read())

describe('import of files and folders', () => {
  test('a single file: has its own name, and the listing is named after it', async () => {
    const path = await write('single/notes.v2.md', 'text')
    const listing = await list([path])
    expect([listing.name, pathsOf(listing), listing.files[0]?.bytes]).toEqual(['notes.v2', ['notes.v2.md'], 4])
    expect(await textOf(listing, 'notes.v2.md')).toBe('text')
  })

  test('a folder: all files below it by path, hidden ones refused with a reason', async () => {
    await write('tree/b.md', 'b')
    await write('tree/a/z.md', 'z')
    await write('tree/a/B.md', 'B')
    await write('tree/a.md', 'a')
    await write('tree/.DS_Store', 'x')
    await write('tree/.git/config', 'x')
    await write('tree/~$open.docx', 'x')
    await write('tree/Thumbs.db', 'x')
    const listing = await list([join(folder, 'tree')])
    expect(listing.name).toBe('tree')
    expect(pathsOf(listing)).toEqual(['a.md', 'a/B.md', 'a/z.md', 'b.md'])
    expect(listing.refused.map((refused) => refused.path)).toEqual(['.DS_Store', '.git', 'Thumbs.db', '~$open.docx'])
    expect(reasonOf(listing, '.git')).toContain('hidden')
  })

  test('links: not followed, neither outward nor in a circle', async () => {
    await write('outside/secret.md', 'secret')
    await write('linked/a.md', 'a')
    await symlink(join(folder, 'outside'), join(folder, 'linked/out'))
    await symlink(join(folder, 'linked'), join(folder, 'linked/circle'))
    await symlink(join(folder, 'linked/a.md'), join(folder, 'linked/b.md'))
    await symlink(join(folder, 'gone'), join(folder, 'linked/gone'))
    const listing = await list([join(folder, 'linked')])
    expect(pathsOf(listing)).toEqual(['a.md'])
    expect(reasonOf(listing, 'out')).toContain('leads out of the folder')
    expect(reasonOf(listing, 'circle')).toContain('within the folder')
    expect(reasonOf(listing, 'b.md')).toContain('within the folder')
    expect(reasonOf(listing, 'gone')).toContain('leads nowhere')
  })

  test('several paths: named below the folder that they share, each once', async () => {
    const paths = [
      await write('set/corpus.jsonl', 'c'),
      await write('set/qrels/test.tsv', 'q'),
      join(folder, 'set/qrels'),
    ]
    const listing = await list([...paths.slice(0, 2), paths[0]!])
    expect([listing.name, pathsOf(listing)]).toEqual(['set', ['corpus.jsonl', 'qrels/test.tsv']])
    const mixed = await list([paths[0]!, paths[2]!])
    expect(pathsOf(mixed)).toEqual(['corpus.jsonl', 'qrels/test.tsv'])
  })

  test('a path with nothing there: NOT_FOUND with the path', async () => {
    await expect(list([join(folder, 'nothing')])).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('nothing'),
    })
  })

  test('a file that is too large, or gone when it is read: refused or unreadable', async () => {
    const path = await write('large/a.md', 'x'.repeat(100))
    expect(reasonOf(await list([path], { maxFileBytes: 99 }), 'a.md')).toContain('at most')
    const listing = await list([path])
    await rm(path)
    await expect(listing.files[0]!.read()).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
  })
})

describe('import of zips', () => {
  test('a zip: its files by path, unpacked when they are read, in any order and more than once', async () => {
    const path = await write(
      'set.zip',
      makeZip([
        { name: 'set/' },
        { name: 'set/b.md', data: 'beta', stored: true },
        { name: 'set/ä.md', data: 'alpha'.repeat(100) },
        { name: '__MACOSX/set/._b.md', data: 'x' },
        { name: 'set/.DS_Store', data: 'x' },
      ]),
    )
    const listing = await list([path])
    expect([listing.name, pathsOf(listing)]).toEqual(['set', ['set/b.md', 'set/ä.md']])
    expect(await Promise.all([textOf(listing, 'set/ä.md'), textOf(listing, 'set/b.md')])).toEqual([
      'alpha'.repeat(100),
      'beta',
    ])
    expect(await textOf(listing, 'set/b.md')).toBe('beta')
    expect(listing.refused).toHaveLength(2)
  })

  test('a zip in a folder and a zip in a zip: opened, and named as archives', async () => {
    const inner = makeZip([{ name: 'deep.md', data: 'deep' }])
    await write(
      'nest/outer.zip',
      makeZip([
        { name: 'inner.zip', data: inner },
        { name: 'a.md', data: 'a' },
      ]),
    )
    await write('nest/b.md', 'b')
    const listing = await list([join(folder, 'nest')])
    const inOuter = ['outer.zip', 'outer.zip/a.md', 'outer.zip/inner.zip', 'outer.zip/inner.zip/deep.md']
    expect(pathsOf(listing)).toEqual(['b.md', ...inOuter])
    expect(await textOf(listing, 'outer.zip/inner.zip/deep.md')).toBe('deep')
  })

  test.each(['', 'set/'])(
    'a BEIR dataset in a zip, below the folder "%s": understood as the folder would be',
    async (top) => {
      const zip = makeZip([
        { name: `${top}corpus.jsonl`, data: jsonl([{ _id: 'd1', text: 'a' }]) },
        { name: `${top}queries.jsonl`, data: jsonl([{ _id: 'q1', text: 'a?' }]) },
        { name: `${top}qrels/dev.tsv`, data: 'q1\td1\t1\n' },
        { name: `${top}README.md`, data: '# x' },
      ])
      const dataset = await parseListing(await list([await write('beir.zip', zip)]))
      expect([dataset.name, dataset.documents.length, dataset.queries.length]).toEqual(['beir', 1, 1])
      expect(dataset.judgments).toEqual([{ split: 'dev', queryId: 'q1', docId: 'd1', grade: 1 }])
      expect(countsAddUp(dataset)).toBe(true)
    },
  )

  test('zips nested deeper than three: the fourth is refused', async () => {
    let zip = makeZip([{ name: 'bottom.md', data: 'x' }])
    for (let level = 0; level < 3; level++)
      zip = makeZip([
        { name: 'n.zip', data: zip },
        { name: 'at.md', data: 'x' },
      ])
    const listing = await list([await write('deep.zip', zip)])
    expect(pathsOf(listing)).toEqual(['at.md', 'n.zip', 'n.zip/at.md', 'n.zip/n.zip', 'n.zip/n.zip/at.md'])
    expect(reasonOf(listing, 'n.zip/n.zip/n.zip')).toContain('depth of 3')
  })

  test('names that lead out, links, locked and unsupported entries: refused one by one', async () => {
    const path = await write(
      'bad.zip',
      makeZip([
        { name: '../../etc/passwd', data: 'x' },
        { name: '/etc/passwd', data: 'x' },
        { name: 'C:\\a.md', data: 'x' },
        { name: 'a\\..\\..\\b.md', data: 'x' },
        { name: 'link.md', data: '/etc/passwd', mode: 0o120777 },
        { name: 'locked.md', data: 'x', encrypted: true },
        { name: 'good.md', data: 'good' },
        { name: 'good.md', data: 'again' },
      ]),
    )
    const listing = await list([path])
    expect(pathsOf(listing)).toEqual(['good.md'])
    expect(await textOf(listing, 'good.md')).toBe('good')
    expect(listing.refused.filter((refused) => refused.reason.includes('leads out of the zip'))).toHaveLength(4)
    expect(reasonOf(listing, 'link.md')).toContain('link')
    expect(reasonOf(listing, 'locked.md')).toContain('password')
    expect(reasonOf(listing, 'good.md')).toContain('two entries')
  })

  test('bombs by ratio, by total size, by number of entries: refused with a reason', async () => {
    const zeros = new Uint8Array(5 * 1024 * 1024)
    const ratio = await list([await write('ratio.zip', makeZip([{ name: 'a.txt', data: zeros }]))])
    expect(reasonOf(ratio, 'a.txt')).toContain('more than 100 times')

    const many = Array.from({ length: 20 }, (_, index) => ({ name: `${index}.md`, data: 'x' }))
    const counted = await list([await write('many.zip', makeZip(many))], { zipLimits: { maxEntries: 19 } })
    expect([pathsOf(counted), reasonOf(counted, 'many.zip')]).toEqual([[], expect.stringContaining('20 entries')])

    const total = makeZip([1, 2, 3].map((index) => ({ name: `${index}.md`, data: 'x', statedSize: 400 * 1024 * 1024 })))
    const summed = await list([await write('total.zip', total)])
    expect([pathsOf(summed), reasonOf(summed, 'total.zip')]).toEqual([[], expect.stringContaining('1200.0 MB')])

    const large = await list([await write('large.zip', makeZip([{ name: 'a.md', data: 'x', statedSize: 2 ** 29 }]))])
    expect(reasonOf(large, 'a.md')).toContain('512.0 MB')
  })

  test('limits count over all zips of an import, the nested ones included', async () => {
    const inner = makeZip([{ name: 'a.md', data: 'x'.repeat(600) }])
    const outer = makeZip([
      { name: 'inner.zip', data: inner },
      { name: 'b.md', data: 'x'.repeat(600) },
    ])
    const listing = await list([await write('sum.zip', outer)], { zipLimits: { maxTotalBytes: 1000 } })
    expect(pathsOf(listing)).toEqual(['b.md'])
    expect(reasonOf(listing, 'inner.zip')).toContain('would unpack')
    const nested = await list([join(folder, 'sum.zip')], { zipLimits: { maxNestedBytes: 10 } })
    expect(reasonOf(nested, 'inner.zip')).toContain('unpack this one first')
  })

  test('an entry that holds more than it states: unreadable when it is read', async () => {
    const zip = makeZip([{ name: 'a.md', data: 'x'.repeat(100_000), statedSize: 10 }])
    const listing = await list([await write('lying.zip', zip)])
    await expect(listing.files[0]!.read()).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
  })

  test('a file that is no zip, or half of one: refused, and the other files stay', async () => {
    const whole = makeZip([{ name: 'a.md', data: 'a' }])
    await write('broken/no.zip', 'not a zip')
    await write('broken/half.zip', whole.subarray(0, whole.length / 2))
    await write('broken/empty.zip', '')
    await write('broken/a.md', 'a')
    const listing = await list([join(folder, 'broken')])
    expect(pathsOf(listing)).toEqual(['a.md'])
    expect(listing.refused.map((refused) => refused.path)).toEqual(['empty.zip', 'half.zip', 'no.zip'])
    expect(reasonOf(listing, 'no.zip')).toContain('The zip is damaged')
  })
})
