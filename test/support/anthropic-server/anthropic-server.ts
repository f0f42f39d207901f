import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { closeAtOnce } from '../close-at-once.ts'
import { answerOfModel } from '../openai-server/answer-of-model.ts'
import type { Behaviour } from '../openai-server/behaviour.ts'
import { type AnswerQuestion, echo, type ModelQuestion } from '../openai-server/model-question.ts'
import type { ChargedRequest } from '../openai-server/openai-server.ts'
import { sendJson } from '../openai-server/send-json.ts'

const Body = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string().min(1) })).min(1),
  system: z.string().optional(),
  temperature: z.number().min(0).max(1).optional(),
  output_config: z
    .strictObject({ format: z.strictObject({ type: z.literal('json_schema'), schema: z.looseObject({}) }) })
    .optional(),
})

interface AnthropicRequest {
  readonly path: string
  readonly sent: unknown
  readonly headers: IncomingMessage['headers']
  readonly question: ModelQuestion | null
}

/** A server on 127.0.0.1 that speaks Anthropic's Messages API and lists models, and misbehaves as it is told. */
export class AnthropicServer implements AsyncDisposable {
  respond: (request: AnthropicRequest) => Behaviour = () => ({ kind: 'answer' })
  onRequest: (request: AnthropicRequest) => void = () => {}
  readonly requests: AnthropicRequest[] = []
  readonly charged: ChargedRequest[] = []
  readonly #apiKey: string | null
  readonly #answer: AnswerQuestion
  readonly #server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })

  private constructor(apiKey: string | null, answer: AnswerQuestion) {
    this.#apiKey = apiKey
    this.#answer = answer
  }

  static async start({ apiKey = null, answer = echo }: { apiKey?: string | null; answer?: AnswerQuestion } = {}) {
    const server = new AnthropicServer(apiKey, answer)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closeAtOnce(this.#server)
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url!, 'http://127.0.0.1').pathname
    const text = Buffer.concat(await request.toArray()).toString('utf8')
    const sent: unknown = text === '' ? null : JSON.parse(text)
    const parsed = Body.safeParse(sent)
    const question = parsed.success ? questionOf(parsed.data) : null
    const served: AnthropicRequest = { path, sent, headers: request.headers, question }
    this.requests.push(served)
    this.onRequest(served)
    // Both are taken; the SDK sends the first.
    const key = request.headers.authorization?.replace(/^Bearer /, '') ?? request.headers['x-api-key']
    const behaviour = this.respond(served)
    if (this.#apiKey !== null && key !== this.#apiKey) {
      sendError(response, 401, 'authentication_error', `invalid api key ${key}`)
    } else if (behaviour.kind === 'status') {
      const { status, code = 'invalid_request_error', message = `Status ${status}.`, headers = {} } = behaviour
      sendError(response, status, code, message, headers)
    } else if (behaviour.kind === 'cut' && behaviour.at === 'start') {
      response.destroy()
    } else if (behaviour.kind === 'html' || behaviour.kind === 'empty') {
      response.writeHead(200).end(behaviour.kind === 'html' ? '<html>Please log in.</html>' : '')
    } else if (behaviour.kind === 'other-json') {
      sendJson(response, 200, { hello: 'there' })
    } else if (request.method === 'GET' && path === '/v1/models') {
      sendJson(response, 200, { data: models, has_more: false, first_id: 'claude-new', last_id: 'claude-old' })
    } else if (path !== '/v1/messages') {
      sendError(response, 404, 'not_found_error', 'Not found')
    } else if (!question) {
      sendError(response, 400, 'invalid_request_error', parsed.error!.issues[0]!.message)
    } else {
      await this.#work(question, behaviour, response)
    }
  }

  async #work(question: ModelQuestion, behaviour: Behaviour, response: ServerResponse): Promise<void> {
    const answer = answerOfModel(question, behaviour, this.#answer)
    const { inputTokens, cachedInputTokens, outputTokens } = answer.usage
    this.charged.push({ model: question.model, usage: { inputTokens, cachedInputTokens, outputTokens } })
    if (behaviour.kind === 'answer') await behaviour.after
    const isWrong = behaviour.kind === 'usage' && behaviour.usage === 'wrong'
    const usage = {
      input_tokens: isWrong ? -5 : inputTokens - cachedInputTokens,
      cache_read_input_tokens: cachedInputTokens,
      cache_creation_input_tokens: 0,
      output_tokens: outputTokens,
    }
    const json = {
      ...{ id: `msg_${this.requests.length}`, type: 'message', role: 'assistant', model: `${question.model}-20260101` },
      content: [{ type: 'text', text: answer.text }],
      stop_reason: { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' }[answer.finish],
      stop_sequence: null,
      ...(behaviour.kind === 'usage' && behaviour.usage === 'none' ? {} : { usage }),
    }
    const half = JSON.stringify(json).slice(0, -40)
    if (behaviour.kind === 'malformed') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(half)
    } else if (behaviour.kind === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(half) + 40 })
      response.write(half, () => response.destroy())
    } else sendJson(response, 200, json, behaviour.kind === 'answer' ? behaviour.headers : {})
  }
}

const models = [
  { type: 'model', id: 'claude-new', display_name: 'New', retires_at: null, lifecycle: 'active' },
  { type: 'model', id: 'claude-old', display_name: 'Old', retires_at: '2027-03-01T00:00:00Z', lifecycle: 'deprecated' },
]

function questionOf({ model, messages, max_tokens, system, temperature, output_config }: z.infer<typeof Body>) {
  return {
    model,
    messages: [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...messages],
    maxOutputTokens: max_tokens,
    temperature: temperature ?? null,
    seed: null,
    jsonSchema: output_config?.format.schema ?? null,
  }
}

function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(response, status, { type: 'error', error: { type, message }, request_id: 'req_1' }, headers)
}
