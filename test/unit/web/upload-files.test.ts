import { describe, expect, it } from 'vitest'
import { type UploadTransport, uploadFiles } from '../../../renderer/rpc/upload-files.ts'
import { webTransport } from '../../../shared/contract/web-transport.ts'

const offered = (path: string, text: string) => ({ path, file: new File([text], path.split('/').at(-1)!) })

/** Keeps what it is sent; every file sends half of itself first. */
function recordingTransport(failOn?: string) {
  const sent = new Map<string, string>()
  const discarded: string[] = []
  const transport: UploadTransport = {
    start: async () => 'upload-1',
    send: async (_uploadId, encodedPath, file, onProgress, signal) => {
      onProgress(file.size / 2)
      if (encodedPath === failOn) throw new Error('The disk is full.')
      const text = await file.text()
      signal.throwIfAborted()
      sent.set(encodedPath, text)
      return `/there/${encodedPath.split('/')[0]}`
    },
    discard: async (uploadId) => void discarded.push(uploadId),
  }
  return { transport, sent, discarded }
}

const noSignal = new AbortController().signal

describe('upload of dropped files', () => {
  it('sends every file under its encoded path and gives the dropped entries, each once', async () => {
    const { transport, sent } = recordingTransport()
    const files = [
      offered('b/x?.txt', '1234'),
      offered('a.txt', '12'),
      ...Array.from({ length: 20 }, (_, i) => offered(`b/deep/${i}.txt`, '')),
      offered('/b/ü#.txt', '123456'),
    ]
    const progress: number[] = []
    const entries = await uploadFiles(files, (done, total) => progress.push(done / total), noSignal, transport)
    expect(entries).toEqual(['/there/b', '/there/a.txt'])
    expect(sent.size).toBe(23)
    expect(sent.get('b/x%3F.txt')).toBe('1234')
    expect(sent.get('b/%C3%BC%23.txt')).toBe('123456')
    expect(progress.at(-1)).toBe(1)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  })

  it('throws away what was sent when one file fails', async () => {
    const { transport, discarded } = recordingTransport('b.txt')
    const files = [offered('a.txt', 'a'), offered('b.txt', 'b'), ...Array.from({ length: 9 }, () => offered('c', 'c'))]
    await expect(uploadFiles(files, () => {}, noSignal, transport)).rejects.toThrow('The disk is full.')
    expect(discarded).toEqual(['upload-1'])
  })

  it('stops when it is aborted', async () => {
    const { transport, sent, discarded } = recordingTransport()
    const abort = new AbortController()
    const files = Array.from({ length: 50 }, (_, i) => offered(`${i}.txt`, 'text'))
    const uploading = uploadFiles(files, () => abort.abort(new Error('Stopped by the user.')), abort.signal, transport)
    await expect(uploading).rejects.toThrow('Stopped by the user.')
    expect(sent.size).toBe(0)
    expect(discarded).toEqual(['upload-1'])
  })

  it('refuses too much before anything is sent', async () => {
    const { transport, sent } = recordingTransport()
    const huge = { path: 'huge.jsonl', file: { size: webTransport.maxUploadBytes + 1 } as File }
    await expect(uploadFiles([huge], () => {}, noSignal, transport)).rejects.toThrow(/at most 4\.0 GB/)
    expect(sent.size).toBe(0)
  })

  it('needs no upload for no files', async () => {
    expect(await uploadFiles([], () => {}, noSignal, recordingTransport().transport)).toEqual([])
  })
})
