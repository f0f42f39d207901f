import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Behaviour } from './behaviour.ts'
import { countAllTokens, type EmbeddingsBody, readEmbeddingsBody } from './embeddings-request.ts'
import { hashedVector } from './hashed-vector.ts'

interface OpenAiServerOptions {
  /** Length of the vectors when a request does not ask for one. */
  readonly dimensions?: number
  /** Wall time of every answer at least, as a model would take. */
  readonly latencyMs?: number
  /** The only key that is accepted; any, and none, when undefined. */
  readonly apiKey?: string
}

/** One request to `/v1/embeddings` and what became of it. */
export interface ServedRequest {
  readonly number: number
  /** Body as sent, and as answered (null when the answer was no JSON). */
  readonly sent: unknown
  answered: unknown
  status: number | null
  readonly headers: IncomingMessage['headers']
  readonly receivedMs: number
  readonly texts: readonly string[]
  /** Vectors were computed: a provider would take money for this request, whatever arrived. */
  embedded: boolean
  /** The whole answer was handed to the operating system. */
  finished: boolean
}

/**
 * A server on 127.0.0.1 that speaks OpenAI's embeddings API, keeps its limits, counts what it embedded, and can be made
 * to misbehave: `respond` says how to treat each request.
 */
export class OpenAiServer implements AsyncDisposable {
  respond: (request: ServedRequest) => Behaviour = () => ({ kind: 'answer' })
  /** Called when a request has come in, before it is answered. */
  onRequest: (request: ServedRequest) => void = () => {}
  readonly requests: ServedRequest[] = []
  readonly #server = createServer((request, response) => {
    // What goes wrong here is shown as a failed request; the test then sees it in the adapter's error.
    this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  readonly #options: OpenAiServerOptions

  private constructor(options: OpenAiServerOptions) {
    this.#options = options
  }

  static async start(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
    const server = new OpenAiServer(options)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`
  }

  /** Texts of all requests whose vectors were computed, one entry for each time. */
  get embeddedTexts(): string[] {
    return this.requests.filter((request) => request.embedded).flatMap((request) => request.texts)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, 'http://127.0.0.1')
    if (request.method === 'GET' && pathname === '/v1/models') {
      const models = ['text-embedding-3-small', 'text-embedding-3-large'].map((id) => ({
        ...{ id, object: 'model', created: 1705948997, owned_by: 'system' },
      }))
      sendJson(response, 200, { object: 'list', data: models })
    } else if (request.method === 'POST' && pathname === '/v1/embeddings') {
      await this.#embed(request, response)
    } else {
      sendJson(response, 404, errorBody(`Invalid URL (${request.method} ${pathname})`, {}))
    }
  }

  async #embed(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedMs = performance.now()
    const sent: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'))
    const body = readEmbeddingsBody(sent)
    const served: ServedRequest = {
      number: this.requests.length,
      ...{ sent, answered: null, status: null, headers: request.headers, receivedMs },
      ...{ texts: 'texts' in body ? body.texts : [], embedded: false, finished: false },
    }
    this.requests.push(served)
    response.on('finish', () => {
      served.finished = true
    })
    this.onRequest(served)
    const answer = (status: number, json: unknown, headers: Readonly<Record<string, string>> = {}) => {
      served.status = status
      served.answered = json
      sendJson(response, status, json, headers)
    }
    const key = request.headers.authorization?.replace(/^Bearer /, '')
    if (this.#options.apiKey !== undefined && key !== this.#options.apiKey) {
      answer(401, errorBody(`Incorrect API key provided: ${key}.`, { code: 'invalid_api_key' }))
    } else if (!('texts' in body)) {
      answer(400, errorBody(body.message, { param: body.param }))
    } else {
      await this.#behave(this.respond(served), { body, served, response, answer })
    }
  }

  async #behave(
    behaviour: Behaviour,
    call: {
      readonly body: EmbeddingsBody
      readonly served: ServedRequest
      readonly response: ServerResponse
      readonly answer: (status: number, json: unknown, headers?: Readonly<Record<string, string>>) => void
    },
  ): Promise<void> {
    const { body, served, response, answer } = call
    if (behaviour.kind === 'status') {
      const { status, message = `Status ${status}.`, code = null, headers = {} } = behaviour
      answer(status, errorBody(message, { code }), headers)
      return
    }
    if (behaviour.kind === 'cut' && behaviour.at === 'start') {
      response.destroy()
      return
    }
    if (behaviour.kind === 'html') {
      served.status = 200
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in.</body></html>')
      return
    }
    // From here on the work is done, and would be paid for.
    served.embedded = true
    if (this.#options.latencyMs !== undefined) await delay(this.#options.latencyMs)
    if (behaviour.kind === 'answer') await behaviour.after
    const json = this.#answerTo(body, behaviour)
    const half = JSON.stringify(json).slice(0, -40)
    if (behaviour.kind === 'malformed') {
      served.status = 200
      response.writeHead(200, { 'content-type': 'application/json' }).end(half)
    } else if (behaviour.kind === 'cut') {
      served.status = 200
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': half.length + 40 })
      response.write(half, () => response.destroy())
    } else {
      answer(200, json)
    }
  }

  #answerTo(
    { model, texts, encodingFormat, dimensions = this.#options.dimensions ?? 16 }: EmbeddingsBody,
    behaviour: Behaviour,
  ) {
    const wrong = behaviour.kind === 'dimensions' ? behaviour : null
    const last = texts.length - 1
    const vectors = texts.map((text, index): (number | null)[] => {
      const length = wrong && (wrong.which === 'all' || index === last) ? wrong.dimensions : dimensions
      const vector = [...hashedVector(text, length)]
      return behaviour.kind === 'nan' && index === last ? [null, ...vector.slice(1)] : vector
    })
    if (behaviour.kind === 'count') {
      if (behaviour.extra < 0) vectors.splice(behaviour.extra)
      for (let i = 0; i < behaviour.extra; i += 1) vectors.push(vectors[0]!)
    }
    const data = vectors.map((vector, index) => ({
      object: 'embedding',
      index: behaviour.kind === 'same-index' ? 0 : index,
      embedding: encodingFormat === 'base64' ? base64Of(vector) : vector,
    }))
    if (behaviour.kind === 'answer' && behaviour.reversed) data.reverse()
    const tokens = countAllTokens(texts).sum
    return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } }
  }
}

/** Little-endian single-precision numbers. */
function base64Of(vector: readonly (number | null)[]): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value ?? Number.NaN, index * 4)
  return bytes.toString('base64')
}

function errorBody(message: string, { param = null, code = null }: { param?: string | null; code?: string | null }) {
  return { error: { message, type: 'invalid_request_error', param, code } }
}

function sendJson(
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json))
}
