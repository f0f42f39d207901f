import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { errorBody, sendJson } from './send-json.ts'

interface StoredFile {
  readonly id: string
  readonly name: string
  readonly purpose: string
  readonly text: string
}

const Batch = z.looseObject({
  input_file_id: z.string(),
  endpoint: z.string(),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()).nullish(),
})

const Line = z.looseObject({ custom_id: z.string(), method: z.literal('POST'), url: z.string(), body: z.unknown() })

/** Answers one request of a batch, as its endpoint would. */
export type AnswerLine = (path: string, body: unknown) => { status: number; json: unknown }

const createdAt = 1_780_000_000

/** `/v1/files` and `/v1/batches`, in memory. A batch is worked through when it is made; `hold` leaves it under way until it is let go. */
export class FilesAndBatches {
  readonly #files = new Map<string, StoredFile>()
  readonly #batches = new Map<string, Record<string, unknown>>()
  readonly #answer: AnswerLine
  #held: (() => void)[] = []
  /** New batches stay `in_progress`. */
  hold = false
  /** Makers of batches that are made and never told of; each call takes one. */
  onSilentlyMade: (() => void) | null = null
  /** What happens to the next batches: as if they had run out of time with only so many answers. */
  expireAfter: number | null = null

  /** How many batches were made. */
  get made(): number {
    return this.#batches.size
  }

  constructor(answer: AnswerLine) {
    this.#answer = answer
  }

  /** Works through the batches that were held. */
  release(): void {
    this.hold = false
    for (const finish of this.#held) finish()
    this.#held = []
  }

  /** Null when there is no such file. */
  textOf(fileId: string): string | null {
    return this.#files.get(fileId)?.text ?? null
  }

  /** How many files of a purpose there are. */
  count(purpose: string): number {
    return [...this.#files.values()].filter((file) => file.purpose === purpose).length
  }

  keep(name: string, purpose: string, text: string) {
    return this.#keep(name, purpose, text)
  }

  async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const [, , collection, id, action] = path.split('/')
    const method = request.method!
    if (collection === 'files') await this.#serveFile(request, response, method, id, action)
    else await this.#serveBatch(request, response, method, id, action)
  }

  async #serveFile(
    request: IncomingMessage,
    response: ServerResponse,
    method: string,
    id: string | undefined,
    action: string | undefined,
  ): Promise<void> {
    if (method === 'POST' && id === undefined) {
      const form = await new Response(Buffer.concat(await request.toArray()), {
        headers: { 'content-type': request.headers['content-type']! },
      }).formData()
      const file = form.get('file')
      if (!(file instanceof File)) {
        sendJson(response, 400, errorBody('A file is missing.', { param: 'file' }))
        return
      }
      sendJson(response, 200, this.#keep(file.name, String(form.get('purpose')), await file.text()))
      return
    }
    const file = this.#files.get(id ?? '')
    if (id === undefined) sendJson(response, 200, this.#listOf([...this.#files.values()].map(fileJson)))
    else if (!file) sendJson(response, 404, errorBody(`No such File object: ${id}`, { param: 'id' }))
    else if (method === 'DELETE') {
      this.#files.delete(id)
      sendJson(response, 200, { id, object: 'file', deleted: true })
    } else if (action === 'content') {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.text)
    } else sendJson(response, 200, fileJson(file))
  }

  async #serveBatch(
    request: IncomingMessage,
    response: ServerResponse,
    method: string,
    id: string | undefined,
    action: string | undefined,
  ): Promise<void> {
    if (method === 'POST' && id === undefined) {
      const parsed = Batch.safeParse(JSON.parse(Buffer.concat(await request.toArray()).toString('utf8')))
      const file = parsed.success ? this.#files.get(parsed.data.input_file_id) : undefined
      if (!parsed.success || !file) sendJson(response, 400, errorBody('Invalid batch.', { param: 'input_file_id' }))
      else {
        const batch = this.#start(parsed.data, file)
        if (this.onSilentlyMade) this.onSilentlyMade()
        else sendJson(response, 200, batch)
      }
      return
    }
    const batch = this.#batches.get(id ?? '')
    if (id === undefined) sendJson(response, 200, this.#listOf([...this.#batches.values()]))
    else if (!batch) sendJson(response, 404, errorBody(`No batch found with id '${id}'.`))
    else {
      if (method === 'POST' && action === 'cancel' && batch.status === 'in_progress') batch.status = 'cancelled'
      sendJson(response, 200, batch)
    }
  }

  #start({ endpoint, metadata }: z.infer<typeof Batch>, file: StoredFile): Record<string, unknown> {
    const lines = file.text.split('\n').filter((line) => line.trim() !== '')
    const batch: Record<string, unknown> = {
      ...{ id: `batch_${this.#batches.size + 1}`, object: 'batch', endpoint, input_file_id: file.id },
      metadata: metadata ?? null,
      ...{ completion_window: '24h', status: 'in_progress', created_at: createdAt },
      request_counts: { total: lines.length, completed: 0, failed: 0 },
    }
    this.#batches.set(String(batch.id), batch)
    const finish = () => {
      if (batch.status === 'in_progress') this.#finish(batch, endpoint, lines)
    }
    if (this.hold) this.#held.push(finish)
    else finish()
    return batch
  }

  #finish(batch: Record<string, unknown>, endpoint: string, lines: readonly string[]): void {
    const worked = lines.slice(0, this.expireAfter ?? lines.length)
    const results = worked.map((line, index) => {
      const { custom_id, url, body } = Line.parse(JSON.parse(line))
      const { status, json } =
        url === endpoint ? this.#answer(url, body) : { status: 400, json: errorBody(`The batch is for ${endpoint}.`) }
      const response = { status_code: status, request_id: `req_${index}`, body: json }
      return { id: `batch_req_${index}`, custom_id, response, error: null }
    })
    const fileOf = (name: string, isRight: boolean) => {
      const chosen = results.filter(({ response }) => (response.status_code === 200) === isRight)
      const text = chosen.map((result) => `${JSON.stringify(result)}\n`).join('')
      return chosen.length === 0 ? {} : { [`${name}_file_id`]: this.#keep(`${name}.jsonl`, 'batch_output', text).id }
    }
    const completed = results.filter(({ response }) => response.status_code === 200).length
    Object.assign(batch, {
      ...{ status: this.expireAfter === null ? 'completed' : 'expired', completed_at: createdAt },
      request_counts: { total: lines.length, completed, failed: lines.length - completed },
      ...fileOf('output', true),
      ...fileOf('error', false),
    })
  }

  #keep(name: string, purpose: string, text: string) {
    const file = { id: `file-${this.#files.size + 1}`, name, purpose, text }
    this.#files.set(file.id, file)
    return fileJson(file)
  }

  #listOf(data: readonly Record<string, unknown>[]) {
    const ids = data.map(({ id }) => id)
    return { object: 'list', data, has_more: false, first_id: ids[0] ?? '', last_id: ids.at(-1) ?? '' }
  }
}

function fileJson({ id, name, purpose, text }: StoredFile) {
  const bytes = Buffer.byteLength(text)
  return { id, object: 'file', bytes, created_at: createdAt, filename: name, purpose, status: 'processed' }
}
