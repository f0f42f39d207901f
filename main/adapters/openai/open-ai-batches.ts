import type { OpenAI } from 'openai'
import { z } from 'zod'
import { noLimits } from '../../ports/call-failure.ts'
import type { Clock } from '../../ports/clock.ts'
import type {
  BatchAnswer,
  BatchCalls,
  BatchRequest,
  ModelReply,
  ModelRequest,
  ProviderBatch,
} from '../../ports/language-model.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { explainMalformed } from '../provider-calls/explain-broken-call.ts'
import type { ProviderCall } from '../provider-calls/provider-call.ts'
import { readApiKey } from '../provider-calls/read-api-key.ts'
import { safeWords } from '../provider-calls/safe-words.ts'
import { type Fetch, sendForText } from '../provider-calls/send-for-text.ts'
import { sendOnce } from '../provider-calls/send-once.ts'
import type { OpenAiApi } from './api-memory.ts'
import { readChatReply } from './chat-completions.ts'
import { createOpenAiClient, type OpenAiLikeProvider } from './create-open-ai-client.ts'
import { readResponsesReply } from './responses.ts'

interface OpenAiBatchesPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  readonly timeoutMs: number
}

/** How a model is asked: which API a request goes to, and its body there. */
export interface BatchForm {
  readonly apiFor: (request: ModelRequest) => OpenAiApi
  readonly body: (api: OpenAiApi, request: ModelRequest) => unknown
}

type Send = (client: OpenAI) => { asResponse(): Promise<Response> }

const endpoints = { chat: '/v1/chat/completions', responses: '/v1/responses' } as const

/** What a batch is found by again; its value is the tag. */
const tagName = 'rungs_batch'
const pageSize = 100
/** The newest 2,000 are looked through. */
const mostPages = 20
/** A file is sent and read whole. */
const fileTimeoutMs = 900_000

const Batch = z.object({
  id: z.string().min(1),
  status: z.string(),
  metadata: z.record(z.string(), z.string()).nullish().catch(null),
  request_counts: z.object({ completed: z.number() }).nullish().catch(null),
  output_file_id: z.string().nullish().catch(null),
  errors: z
    .object({ data: z.array(z.object({ message: z.string().nullish() })).nullish() })
    .nullish()
    .catch(null),
})
type Batch = z.infer<typeof Batch>

const Page = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish() })
const UploadedFile = z.object({ id: z.string().min(1) })

const OutputLine = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
})

/** OpenAI's batches: at most 50,000 requests and 200 MB, answered within 24 hours at half the price. */
export class OpenAiBatches implements BatchCalls {
  /** Below the provider's 50,000 and 200 MB: files are held in memory. */
  readonly mostRequests = 20_000
  readonly mostBytes = 50_000_000
  readonly #provider: OpenAiLikeProvider
  readonly #model: string
  readonly #form: BatchForm
  readonly #ports: OpenAiBatchesPorts

  constructor(provider: OpenAiLikeProvider, model: string, form: BatchForm, ports: OpenAiBatchesPorts) {
    this.#provider = provider
    this.#model = model
    this.#form = form
    this.#ports = ports
  }

  bytesOf(request: BatchRequest): number {
    return Buffer.byteLength(this.#line(request)) + 1
  }

  async create(tag: string, requests: readonly BatchRequest[], signal?: AbortSignal): Promise<ProviderBatch> {
    const api = this.#form.apiFor(requests[0]!.request)
    const parts = requests.map((request) => `${this.#line(request)}\n`)
    const uploaded = await this.#ask(
      (client) => client.files.create({ purpose: 'batch', file: new File(parts, `${tag}.jsonl`) }),
      (json) => UploadedFile.safeParse(json).data ?? null,
      signal,
    )
    return this.#ask(
      (client) =>
        client.batches.create({
          input_file_id: uploaded.id,
          endpoint: endpoints[api],
          completion_window: '24h',
          metadata: { [tagName]: tag },
        }),
      readBatch,
      signal,
    )
  }

  async find(tag: string, signal?: AbortSignal): Promise<ProviderBatch | null> {
    let after: { after?: string } = {}
    for (let page = 0; page < mostPages; page += 1) {
      const { data, has_more } = await this.#ask(
        (client) => client.batches.list({ limit: pageSize, ...after }),
        (json) => Page.safeParse(json).data ?? null,
        signal,
      )
      const batches = data.flatMap((entry) => Batch.safeParse(entry).data ?? [])
      const found = batches.find(({ metadata }) => metadata?.[tagName] === tag)
      if (found) return batchOf(found)
      const last = batches.at(-1)
      if (!has_more || last === undefined) return null
      after = { after: last.id }
    }
    return null
  }

  get(batchId: string, signal?: AbortSignal): Promise<ProviderBatch> {
    return this.#ask((client) => client.batches.retrieve(batchId), readBatch, signal)
  }

  async answers(batchId: string, signal?: AbortSignal): Promise<BatchAnswer[]> {
    const batch = await this.#ask(
      (client) => client.batches.retrieve(batchId),
      (json) => Batch.safeParse(json).data ?? null,
      signal,
    )
    // Lines of the error file cost nothing and say nothing that asking alone would not.
    if (!batch.output_file_id) return []
    const text = await this.#text(batch.output_file_id, signal)
    return text.split('\n').flatMap((line) => readLine(line) ?? [])
  }

  #line({ name, request }: BatchRequest): string {
    const api = this.#form.apiFor(request)
    return JSON.stringify({
      custom_id: name,
      method: 'POST',
      url: endpoints[api],
      body: this.#form.body(api, request),
    })
  }

  async #ask<Answer>(send: Send, read: (json: unknown) => Answer | null, signal?: AbortSignal): Promise<Answer> {
    const call = await this.#call(signal)
    const { json } = await sendOnce(call, this.#request(call, send), signal)
    const answer = read(json)
    if (answer === null) throw explainMalformed(call, 'something that is no answer about a batch')
    return answer
  }

  async #text(fileId: string, signal: AbortSignal | undefined): Promise<string> {
    const call = await this.#call(signal)
    const send: Send = (client) => client.files.content(fileId)
    return (await sendForText(call, this.#request(call, send), signal)).text
  }

  #request(call: ProviderCall, send: Send): (fetch: Fetch) => Promise<unknown> {
    return async (fetch) => send(await createOpenAiClient(this.#provider, call.apiKey, fetch)).asResponse()
  }

  async #call(signal: AbortSignal | undefined): Promise<ProviderCall> {
    signal?.throwIfAborted()
    const { baseUrl, secretName } = this.#provider
    const { secrets, clock, timeoutMs } = this.#ports
    const apiKey = await readApiKey(secrets, { baseUrl, secretName, needed: true })
    return { baseUrl, secretName, apiKey, clock, timeoutMs: Math.max(timeoutMs, fileTimeoutMs), model: this.#model }
  }
}

const ended: ReadonlySet<string> = new Set(['completed', 'failed', 'expired', 'cancelled'])

function readBatch(json: unknown): ProviderBatch | null {
  const batch = Batch.safeParse(json).data
  return batch === undefined ? null : batchOf(batch)
}

function batchOf({ id, status, request_counts, errors }: Batch): ProviderBatch {
  const words = (errors?.data ?? []).flatMap(({ message }) => message ?? []).slice(0, 3)
  return {
    batchId: id,
    state: ended.has(status) ? 'ended' : 'working',
    problem: ended.has(status) && status !== 'completed' ? safeWords([status, ...words].join(': '), null) : null,
    answered: request_counts?.completed ?? 0,
  }
}

/** A line that cannot be read is a request that was not answered. */
function readLine(line: string): BatchAnswer | null {
  if (line.trim() === '') return null
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return null
  }
  const parsed = OutputLine.safeParse(json).data
  if (!parsed) return null
  return { name: parsed.custom_id, reply: replyOf(parsed.response) }
}

function replyOf(response: z.infer<typeof OutputLine>['response']): ModelReply | null {
  if (response?.status_code !== 200) return null
  const chat = readChatReply(response.body)
  const reply = chat ?? readResponsesReply(response.body)
  if (reply === null || 'failed' in reply) return null
  // How long one of many took is not told: 0 stands for it.
  return { ...reply, latencyMs: 0, limits: noLimits }
}
