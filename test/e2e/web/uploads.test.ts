import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type UploadTransport, uploadFiles } from '../../../renderer/rpc/upload-files.ts'
import { StartedUpload, UploadedFile, uploadIdOf } from '../../../shared/contract/web-transport.ts'
import { GatedJobHandler } from '../../support/gated-job-handler.ts'
import { smallDataset } from '../../support/small-dataset.ts'
import { startWebHost, type TestWebHost } from '../../support/start-web-host.ts'

const maxUploadBytes = 100_000

let host: TestWebHost
let cookie: string
beforeEach(async () => {
  host = await startWebHost({ maxUploadBytes })
  cookie = await host.signIn()
})
afterEach(() => host[Symbol.asyncDispose]())

const headers = () => ({ cookie, origin: host.origin })
const send = (uploadId: string, path: string, body: string | Buffer = 'text') =>
  host.request(`/uploads/${uploadId}/${path}`, { method: 'POST', headers: headers(), body })
const uploadsFolder = () => join(host.workspaceFolder, 'uploads')
const uploadsThere = () => readdir(uploadsFolder()).catch(() => [])

async function start(): Promise<string> {
  const answer = await host.request('/uploads', { method: 'POST', headers: headers() })
  return StartedUpload.parse(JSON.parse(answer.body)).uploadId
}

/** As a browser does it, with fetch in place of XMLHttpRequest. */
const transport: UploadTransport = {
  start,
  send: async (uploadId, encodedPath, file, _onProgress, signal) => {
    const address = `${host.origin}/uploads/${uploadId}/${encodedPath}`
    const answer = await fetch(address, { method: 'POST', headers: headers(), body: file, signal })
    return UploadedFile.parse(await answer.json()).path
  },
  discard: async (uploadId) => {
    await host.request(`/uploads/${uploadId}`, { method: 'DELETE', headers: headers() })
  },
}

const offered = (name: string) =>
  Object.entries(smallDataset).map(([path, content]) => ({
    path: `${name}/${path}`,
    file: new File([content as string], basename(path)),
  }))

const noSignal = new AbortController().signal

describe('uploads: what is dropped', () => {
  it('is imported like a folder of this machine, and goes when the import has ended', async () => {
    using page = host.connect(cookie)
    const paths = await uploadFiles(offered('garden'), () => {}, noSignal, transport)
    expect(paths.map((path) => basename(path))).toEqual(['garden'])
    expect(await readFile(join(paths[0]!, 'corpus.jsonl'), 'utf8')).toBe(smallDataset['corpus.jsonl'])

    const preview = await page.client.datasets.preview({ paths })
    expect(preview).toMatchObject({ name: 'garden', documents: 6, queries: 5, judgments: 5 })
    expect(await uploadsThere()).toHaveLength(1)

    const { jobId } = await page.client.datasets.import({ paths })
    for await (const _event of await page.client.jobs.watch({ jobId })) {
      // Only the end counts.
    }
    expect(await page.client.datasets.importReport({ jobId })).toMatchObject({ name: 'garden', documents: 6 })
    await vi.waitFor(async () => expect(await uploadsThere()).toEqual([]), { timeout: 20_000 })
  })

  it('several entries are named after the upload, not after its id', async () => {
    using page = host.connect(cookie)
    const files = offered('x').map(({ path, file }) => ({ path: path.slice(2), file }))
    const paths = await uploadFiles(files, () => {}, noSignal, transport)
    expect(paths.map((path) => basename(path))).toEqual(['corpus.jsonl', 'queries.jsonl', 'qrels'])
    const { name, documents } = await page.client.datasets.preview({ paths })
    expect(name).toMatch(/^Upload \d{4}-\d\d-\d\d \d\d-\d\d$/)
    expect(documents).toBe(6)
  })

  it('stays after a failed import, which may be tried again, and goes at the next start', async () => {
    using page = host.connect(cookie)
    const uploadId = await start()
    const { path } = UploadedFile.parse(JSON.parse((await send(uploadId, 'notes.xyz')).body))
    const { jobId } = await page.client.datasets.import({ paths: [path] })
    for await (const _event of await page.client.jobs.watch({ jobId })) {
      // Only the end counts.
    }
    expect((await page.client.jobs.list())[0]).toMatchObject({ status: 'failed' })
    // When the upload of a later import is gone, the one before would be gone, too.
    const paths = await uploadFiles(offered('garden'), () => {}, noSignal, transport)
    expect(await uploadsThere()).toHaveLength(2)
    await page.client.datasets.import({ paths })
    await vi.waitFor(async () => expect(await uploadsThere()).toHaveLength(1), { timeout: 20_000 })
    expect(await uploadsThere()).toEqual([uploadId])
    await host.close()
    expect(await uploadsThere()).toEqual([])
  })

  it('stays over a restart while an import that was stopped needs it', async () => {
    host.engine.jobs.register(new GatedJobHandler('import'))
    const unused = await start()
    const paths = await uploadFiles(offered('garden'), () => {}, noSignal, transport)
    const { workspaceFolder } = host
    using page = host.connect(cookie)
    const { jobId } = await page.client.datasets.import({ paths })
    await host.close()
    await mkdir(join(uploadsFolder(), 'left-by-a-kill'))

    await using again = await startWebHost({ workspaceFolder })
    expect(await uploadsThere()).toEqual([basename(dirname(dirname(paths[0]!)))])
    expect(await uploadsThere()).not.toContain(unused)
    using newPage = again.connect(await again.signIn())
    await newPage.client.jobs.resume({ jobId })
    await again.engine.jobs.idle()
    expect(await newPage.client.datasets.importReport({ jobId })).toMatchObject({ documents: 6 })
    await vi.waitFor(async () => expect(await uploadsThere()).toEqual([]), { timeout: 20_000 })
  })

  it('an import of a path elsewhere leaves that path alone', async () => {
    using page = host.connect(cookie)
    const folder = await mkdtemp(join(tmpdir(), 'rungs-own-'))
    await writeFile(join(folder, 'note.md'), '# Note\n\nIt stays.')
    const { jobId } = await page.client.datasets.import({ paths: [folder] })
    await host.engine.jobs.idle()
    expect((await page.client.datasets.importReport({ jobId })).documents).toBe(1)
    expect(await readdir(folder)).toEqual(['note.md'])
    await rm(folder, { recursive: true })
  })
})

describe('uploads: what is refused', () => {
  it.each([
    '..%2fevil.txt',
    '..%2F..%2Fworkspace.db',
    '../evil.txt',
    'a/../../evil.txt',
    '%2e%2e/evil.txt',
    '%2fetc%2fevil.txt',
    '/etc/evil.txt',
    'a%00.txt',
    '%zz',
  ])('the path %s; nothing is written', async (path) => {
    const uploadId = await start()
    const answer = await send(uploadId, path)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).message).toMatch(/The file was not taken\.$/)
    expect(await filesBelow(host.workspaceFolder)).not.toContainEqual(expect.stringContaining('evil'))
  })

  it('backslashes and names that Windows keeps for itself stay names', async () => {
    const uploadId = await start()
    expect((await send(uploadId, '..%5C..%5Cevil.txt')).status).toBe(201)
    expect((await send(uploadId, 'aux.txt')).status).toBe(201)
    const written = (await filesBelow(uploadsFolder())).map((path) => basename(path)).sort()
    expect(written).toEqual(['.._.._evil.txt', process.platform === 'win32' ? '_aux.txt' : 'aux.txt'])
  })

  it.each(['0'.repeat(32), '..', '%2e%2e', 'a%2f..%2fb'])(
    'the upload id %s, which was never given',
    async (uploadId) => {
      expect((await send(uploadId, 'a.txt')).status).toBe(404)
      expect(await uploadsThere()).toEqual([])
    },
  )

  it('a second file of the same name; the upload is gone', async () => {
    const uploadId = await start()
    expect((await send(uploadId, 'a/b.txt')).status).toBe(201)
    const again = await send(uploadId, 'a/b.txt')
    expect(again.status).toBe(409)
    expect(JSON.parse(again.body).message).toContain('a/b.txt')
    expect(await uploadsThere()).toEqual([])
    expect((await send(uploadId, 'c.txt')).status).toBe(404)
  })

  it('more than the limit by its declared length; the upload is gone', async () => {
    const uploadId = await start()
    expect((await send(uploadId, 'a.bin', Buffer.alloc(maxUploadBytes))).status).toBe(201)
    const answer = await send(uploadId, 'b.bin', Buffer.alloc(1))
    expect(answer.status).toBe(413)
    expect(JSON.parse(answer.body).message).toContain('larger than 100000 bytes together')
    expect(await uploadsThere()).toEqual([])
  })

  it('more than the limit by what comes in; the answer still arrives', async () => {
    const uploadId = await start()
    const pieces = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(64 * 1024)))
    const answer = await fetch(`${host.origin}/uploads/${uploadId}/stream.bin`, {
      method: 'POST',
      headers: headers(),
      body: Readable.toWeb(pieces) as ReadableStream,
      duplex: 'half',
    } as RequestInit & { duplex: 'half' })
    expect(answer.status).toBe(413)
    expect(await uploadsThere()).toEqual([])
  })

  it('what was cut off in the middle leaves nothing behind', async () => {
    const uploadId = await start()
    expect((await send(uploadId, 'whole.txt')).status).toBe(201)
    const socket = connectTcp(host.port, '127.0.0.1')
    socket.write(
      `POST /uploads/${uploadId}/half.bin HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.origin}\r\nCookie: ${cookie}\r\nContent-Length: 90000\r\n\r\n${'x'.repeat(1000)}`,
    )
    const half = () => filesBelow(uploadsFolder()).then((files) => files.some((path) => path.endsWith('half.bin')))
    await vi.waitFor(async () => expect(await half()).toBe(true), { timeout: 20_000 })
    socket.destroy()
    await vi.waitFor(async () => expect(await uploadsThere()).toEqual([]), { timeout: 20_000 })
  })

  it('what the page throws away is gone at once, and once more is no error', async () => {
    const uploadId = await start()
    await send(uploadId, 'a.txt')
    const remove = () => host.request(`/uploads/${uploadId}`, { method: 'DELETE', headers: headers() })
    expect((await remove()).status).toBe(204)
    expect(await uploadsThere()).toEqual([])
    expect((await remove()).status).toBe(204)
  })

  it('what an import still needs stays though the page throws it away', async () => {
    using page = host.connect(cookie)
    const gate = new GatedJobHandler('import')
    host.engine.jobs.register(gate)
    const paths = await uploadFiles(offered('garden'), () => {}, noSignal, transport)
    const { jobId } = await page.client.datasets.import({ paths })
    await transport.discard(uploadIdOf(paths[0]!)!)
    expect(await uploadsThere()).toHaveLength(1)
    host.engine.jobs.cancel(jobId)
    await host.engine.jobs.idle()
  })

  it.each([
    ['PUT', '/uploads'],
    ['POST', '/uploads/1'],
    ['DELETE', '/uploads/1/a.txt'],
  ])('%s %s', async (method, path) => {
    expect((await host.request(path, { method, headers: headers() })).status).toBe(405)
  })
})

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
