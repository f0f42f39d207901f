import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { closeAtOnce } from '../close-at-once.ts'
import type { Behaviour } from './behaviour.ts'
import { type ChargedUsage, type EndpointWork, endpointWork, isRefusal, type WorkedOut } from './endpoint-work.ts'
import { FilesAndBatches } from './files-and-batches.ts'
import { FineTuningJobs } from './fine-tuning-jobs.ts'
import { type AnswerQuestion, echo, type ModelQuestion } from './model-question.ts'
import { modelsAnswer, type ServerModel, usualModels } from './models-endpoint.ts'
import { RateLimiter, type ServerLimits } from './rate-limiter.ts'
import { errorBody, sendJson } from './send-json.ts'

interface OpenAiServerOptions {
  /** Length of the vectors when a request does not ask for one. */
  readonly dimensions?: number
  /** Wall time of every answer at least, as a model would take. */
  readonly latencyMs?: number
  /** The only key that is accepted; any, and none, when undefined. */
  readonly apiKey?: string
  /** What language models say; by default they repeat the question. */
  readonly answer?: AnswerQuestion
  /** Enforced for all endpoints together; no limits when left out. */
  readonly limits?: ServerLimits
  readonly contextWindowTokens?: number
  readonly models?: readonly ServerModel[]
  /** Paths such as `/v1/responses` that this server does not have. */
  readonly missing?: readonly string[]
}

/** One request and what became of it. */
export interface ServedRequest {
  readonly number: number
  /** Without Azure's part: `/v1/chat/completions`. */
  readonly path: string
  /** The address as asked, query included. */
  readonly url: string
  /** Body as sent, and as answered (null when the answer was no JSON). */
  readonly sent: unknown
  answered: unknown
  status: number | null
  readonly headers: IncomingMessage['headers']
  readonly receivedMs: number
  /** Texts to embed. */
  readonly texts: readonly string[]
  /** What a language model was asked; null elsewhere. */
  readonly question: ModelQuestion | null
  /** An answer was worked out: a provider would take money for this request, whatever arrived. */
  embedded: boolean
  /** The whole answer was handed to the operating system. */
  finished: boolean
}

/** A request that would be paid for. */
export interface ChargedRequest {
  readonly model: string
  readonly usage: ChargedUsage
}

/**
 * A server on 127.0.0.1 that speaks OpenAI's API (embeddings, chat completions, responses, models, files, batches, fine-tuning), Azure's
 * addresses for it and three dialects of reranking. It keeps their limits, counts what it would charge, and can be made to
 * misbehave: `respond` says how to treat each request.
 */
export class OpenAiServer implements AsyncDisposable {
  respond: (request: ServedRequest) => Behaviour = () => ({ kind: 'answer' })
  /** Called when a request has come in, before it is answered. */
  onRequest: (request: ServedRequest) => void = () => {}
  /** Every request but those for files and batches. */
  readonly requests: ServedRequest[] = []
  /** Every request for which an answer was worked out, in that order, also when the connection was then cut. */
  readonly charged: ChargedRequest[] = []
  readonly batches = new FilesAndBatches((path, body) => this.#answerLine(path, body))
  readonly fineTuning = new FineTuningJobs(this.batches)
  readonly #server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    // What goes wrong here is shown as a failed request; the test then sees it in the adapter's error.
    this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  readonly #options: OpenAiServerOptions
  readonly #limiter: RateLimiter | null

  private constructor(options: OpenAiServerOptions) {
    this.#options = options
    this.#limiter = options.limits ? new RateLimiter(options.limits, performance.now()) : null
  }

  static async start(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
    const server = new OpenAiServer(options)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get baseUrl(): string {
    return `${this.rootUrl}/v1`
  }

  /** What Azure calls the endpoint; also Cohere's base. */
  get rootUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Texts of all requests whose vectors were computed, one entry for each time. */
  get embeddedTexts(): string[] {
    return this.requests.filter((request) => request.embedded).flatMap((request) => request.texts)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closeAtOnce(this.#server)
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url!, 'http://127.0.0.1').pathname.replace(
      /^\/openai(\/deployments\/[^/]+)?\//,
      '/v1/',
    )
    if (/^\/v1\/(files|batches)(\/|$)/.test(path)) {
      await this.batches.serve(request, response, path)
      return
    }
    const receivedMs = performance.now()
    const text = Buffer.concat(await request.toArray()).toString('utf8')
    const sent: unknown = text === '' ? null : JSON.parse(text)
    const isMissing = this.#options.missing?.includes(path) === true
    const isFineTuning = path.startsWith('/v1/fine_tuning/') && !isMissing
    const work = request.method === 'POST' && !isMissing && !isFineTuning ? this.#workOf(path, sent) : null
    const taken = work && !isRefusal(work) ? work : null
    const served: ServedRequest = {
      ...{ number: this.requests.length, path, url: request.url!, sent, answered: null, status: null },
      ...{ headers: request.headers, receivedMs, texts: taken?.texts ?? [], question: taken?.question ?? null },
      ...{ embedded: false, finished: false },
    }
    this.requests.push(served)
    response.on('finish', () => {
      served.finished = true
    })
    this.onRequest(served)
    const answer: AnswerJson = (status, json, headers) => {
      served.status = status
      served.answered = json
      sendJson(response, status, json, headers)
    }
    const key = keyOf(request)
    if (this.#options.apiKey !== undefined && key !== this.#options.apiKey) {
      answer(401, errorBody(`Incorrect API key provided: ${key}.`, { code: 'invalid_api_key' }))
    } else if (isFineTuning) {
      await this.#serveFineTuning(request, served, response, answer)
    } else if (request.method === 'GET' && path === '/v1/models' && !isMissing) {
      await this.#list(served, response, answer)
    } else if (work === null) {
      answer(404, errorBody(`Invalid URL (${request.method} ${path})`))
    } else if (taken === null) {
      const { message, param, code = null } = work as Exclude<typeof work, EndpointWork>
      answer(400, errorBody(message, { param, code }))
    } else {
      await this.#behave(this.respond(served), { work: taken, served, response, answer })
    }
  }

  /** What a request does is done also where its answer is then cut off. */
  async #serveFineTuning(
    request: IncomingMessage,
    served: ServedRequest,
    response: ServerResponse,
    answer: AnswerJson,
  ): Promise<void> {
    const behaviour = this.respond(served)
    if (misbehave(behaviour, served, response, answer)) return
    const query = new URL(request.url!, 'http://127.0.0.1').searchParams
    const done = this.fineTuning.serve(request.method!, served.path, query, served.sent)
    if (behaviour.kind === 'answer') await behaviour.after
    if (behaviour.kind === 'cut') response.destroy()
    else if (done === null) answer(404, errorBody(`Invalid URL (${request.method} ${served.path})`))
    else answer(done.status, done.json)
  }

  #workOf(path: string, sent: unknown) {
    const { dimensions = 16, answer: usual = echo, contextWindowTokens = null } = this.#options
    const answer: AnswerQuestion = (question) =>
      this.fineTuning.answerOf(question.model, question.messages.at(-1)?.content ?? '') ?? usual(question)
    return endpointWork(path, sent, { dimensions, answer, contextWindowTokens })
  }

  async #list(served: ServedRequest, response: ServerResponse, answer: AnswerJson): Promise<void> {
    const behaviour = this.respond(served)
    if (misbehave(behaviour, served, response, answer)) return
    if (behaviour.kind === 'answer') await behaviour.after
    answer(200, modelsAnswer(this.#options.models ?? usualModels))
  }

  async #behave(
    behaviour: Behaviour,
    { work, served, response, answer }: { work: EndpointWork } & Readonly<Served>,
  ): Promise<void> {
    if (misbehave(behaviour, served, response, answer)) return
    const admission = this.#limiter?.admit(work.tokens, performance.now())
    if (admission && !admission.admitted) {
      answer(429, errorBody('Rate limit reached.', { code: 'rate_limit_exceeded' }), admission.headers)
      return
    }
    // From here on the work is done, and would be paid for.
    served.embedded = true
    const done = work.work(behaviour, served.number)
    this.charged.push({ model: work.model, usage: done.usage })
    if (this.#options.latencyMs !== undefined) await delay(this.#options.latencyMs)
    if (behaviour.kind === 'answer') await behaviour.after
    const ownHeaders = behaviour.kind === 'answer' ? behaviour.headers : {}
    const headers = { ...admission?.headers, ...ownHeaders }
    if (behaviour.kind === 'malformed' || behaviour.kind === 'cut') breakOff(behaviour.kind, done, served, response)
    else if (done.chunks === null) answer(200, done.json, headers)
    else {
      served.status = 200
      response.writeHead(200, { 'content-type': 'text/event-stream', ...headers }).end(done.chunks.join(''))
    }
  }

  #answerLine(path: string, body: unknown): { status: number; json: unknown } {
    const work = this.#workOf(path, body)
    if (work === null) return { status: 404, json: errorBody(`Invalid URL (POST ${path})`) }
    if (isRefusal(work)) return { status: 400, json: errorBody(work.message, { param: work.param }) }
    const { json, usage } = work.work({ kind: 'answer' }, this.charged.length)
    this.charged.push({ model: work.model, usage })
    return { status: 200, json }
  }
}

type AnswerJson = (status: number, json: unknown, headers?: Readonly<Record<string, string>>) => void

interface Served {
  readonly served: ServedRequest
  readonly response: ServerResponse
  readonly answer: AnswerJson
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  return headers.authorization?.replace(/^Bearer /, '') ?? headers['api-key']?.toString()
}

/** What needs no work to be done. @returns whether that was the answer. */
function misbehave(behaviour: Behaviour, served: ServedRequest, response: ServerResponse, answer: AnswerJson): boolean {
  switch (behaviour.kind) {
    case 'status': {
      const { status, message = `Status ${status}.`, code = null, headers = {} } = behaviour
      answer(status, errorBody(message, { code }), headers)
      return true
    }
    case 'cut':
      if (behaviour.at !== 'start') return false
      response.destroy()
      return true
    case 'html':
      served.status = 200
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in.</body></html>')
      return true
    case 'empty':
      served.status = 200
      response.writeHead(200, { 'content-type': 'application/json' }).end()
      return true
    case 'other-json':
      answer(200, { hello: 'there' })
      return true
    default:
      return false
  }
}

/** Half of the answer: as if it were all of it, or with the connection cut. */
function breakOff(kind: 'malformed' | 'cut', done: WorkedOut, served: ServedRequest, response: ServerResponse): void {
  served.status = 200
  const half = done.chunks === null ? JSON.stringify(done.json).slice(0, -40) : done.chunks.slice(0, 2).join('')
  const type = done.chunks === null ? 'application/json' : 'text/event-stream'
  if (kind === 'malformed') response.writeHead(200, { 'content-type': type }).end(half)
  else {
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(half) + 40 })
    response.write(half, () => response.destroy())
  }
}
