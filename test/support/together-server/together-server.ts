import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { closeAtOnce } from '../close-at-once.ts'
import { type LifeOptions, ScriptedTraining, usualLife } from '../training-life/scripted-training.ts'

/** `FineTuningEstimatePriceParams` and `FineTuningCreateParams` of the npm package together-ai 0.52.0, as far as they are used. */
const PriceBody = z.strictObject({
  model: z.string().min(1),
  training_file: z.string(),
  validation_file: z.string().optional(),
  n_epochs: z.int().min(1).optional(),
  n_evals: z.int().min(0).optional(),
  training_method: z
    .strictObject({ method: z.literal('sft'), train_on_inputs: z.union([z.boolean(), z.literal('auto')]) })
    .optional(),
  training_type: z
    .strictObject({
      type: z.literal('Lora'),
      lora_r: z.int(),
      lora_alpha: z.number(),
      lora_dropout: z.number().optional(),
    })
    .optional(),
})
const CreateBody = PriceBody.extend({
  batch_size: z.union([z.int(), z.literal('max')]).optional(),
  learning_rate: z.number().optional(),
  max_seq_length: z.int().optional(),
  n_checkpoints: z.int().optional(),
  random_seed: z.int().nullish(),
  suffix: z.string().max(64).optional(),
})

interface StoredFile {
  readonly id: string
  readonly name: string
  text: string | null
}

interface Job {
  readonly id: string
  readonly number: number
  readonly body: z.infer<typeof CreateBody>
  readonly training: ScriptedTraining
  isCancelAsked: boolean
}

/** What a request is answered with instead of what it asks for. `cutAfter` does the work and cuts the answer off. */
export type TogetherTrouble =
  | { readonly kind: 'status'; readonly status: number; readonly message: string; readonly code?: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'cutAfter' }

interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly sent: unknown
}

const startMs = Date.parse('2026-01-01T00:00:00Z')

/** A server on 127.0.0.1 with Together's files and `/fine-tunes`, in the forms that its npm package describes. */
export class TogetherServer implements AsyncDisposable {
  trouble: (request: SeenRequest) => TogetherTrouble | null = () => null
  readonly requests: SeenRequest[] = []
  /** Of jobs that are made from now on. */
  life: LifeOptions = {
    stages: usualLife,
    failure: { code: 'job_error', message: 'The training file has 3 examples with no assistant message.' },
  }
  auto = false
  cancelAfter = 1
  /** What `estimate-price` says, in US dollars. */
  priceUsd = 4
  isAllowed = true
  readonly #files: StoredFile[] = []
  readonly #jobs: Job[] = []
  readonly #apiKey: string | undefined
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })

  private constructor(apiKey: string | undefined) {
    this.#apiKey = apiKey
  }

  static async start({ apiKey }: { apiKey?: string } = {}): Promise<TogetherServer> {
    const server = new TogetherServer(apiKey)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`
  }

  get created(): readonly unknown[] {
    return this.#jobs.map(({ body }) => body)
  }

  get ids(): readonly string[] {
    return this.#jobs.map(({ id }) => id)
  }

  /** Files whose bytes arrived. */
  get uploads(): number {
    return this.#files.filter(({ text }) => text !== null).length
  }

  advance(): void {
    for (const { training } of this.#jobs) training.advance()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closeAtOnce(this.#server)
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://127.0.0.1')
    const path = url.pathname.replace(/^\/v1/, '')
    const text = Buffer.concat(await request.toArray()).toString('utf8')
    const isJson = request.headers['content-type']?.includes('json') === true
    const seen: SeenRequest = {
      method: request.method!,
      path,
      authorization: request.headers.authorization,
      sent: isJson && text !== '' ? JSON.parse(text) : null,
    }
    this.requests.push(seen)
    if (path.startsWith('/storage/')) return this.#takeBytes(path, text, response)
    if (this.#apiKey !== undefined && seen.authorization !== `Bearer ${this.#apiKey}`) {
      return send(response, 401, errorJson('Invalid API key provided.', 'invalid_api_key'))
    }
    const trouble = this.trouble(seen)
    if (trouble?.kind === 'cut') return void response.destroy()
    if (trouble?.kind === 'status') return send(response, trouble.status, errorJson(trouble.message, trouble.code))
    if (path === '/files' && request.method === 'POST') return this.#offerPlace(url.searchParams, response)
    const answer = this.#answer(seen)
    if (trouble?.kind === 'cutAfter') return void response.destroy()
    send(response, answer.status, answer.json)
  }

  /** As the package's `upload` asks: an address in `location`, the file's id in a header of Together's own. */
  #offerPlace(query: URLSearchParams, response: ServerResponse): void {
    const id = `file-${this.#files.length + 1}`
    this.#files.push({ id, name: query.get('file_name') ?? '', text: null })
    const location = `${this.baseUrl.replace(/\/v1$/, '')}/storage/${id}?signature=secret-signature`
    response.writeHead(302, { location, 'x-together-file-id': id }).end()
  }

  #takeBytes(path: string, text: string, response: ServerResponse): void {
    const file = this.#files.find(({ id }) => path === `/storage/${id}`)
    if (file) file.text = text
    response.writeHead(file ? 200 : 404).end()
  }

  #answer({ method, path, sent }: SeenRequest): { status: number; json: unknown } {
    const ok = (json: unknown) => ({ status: 200, json })
    if (path === '/files') return ok({ data: this.#files.filter(({ text }) => text !== null).map(fileJson) })
    if (path === '/fine-tunes' && method === 'GET') return ok({ data: this.#jobs.map(jobJson) })
    if (path === '/fine-tunes' && method === 'POST') return this.#create(sent)
    if (path === '/fine-tunes/estimate-price') return this.#estimate(sent)
    const [, , id, action] = path.split('/')
    const job = this.#jobs.find((known) => known.id === id)
    if (!job) return { status: 404, json: errorJson(`The job ${id} does not exist.`, 'not_found') }
    switch (action) {
      case 'events':
        return ok({ data: eventsOf(job) })
      case 'checkpoints':
        return ok({ data: checkpointsOf(job) })
      case 'metrics':
        return ok({ metrics: metricsOf(job) })
      case 'cancel':
        job.training.cancel(this.cancelAfter)
        return ok(jobJson(job))
      default:
        if (this.auto) job.training.advance()
        return ok(jobJson(job))
    }
  }

  #create(sent: unknown): { status: number; json: unknown } {
    const refusal = this.#refusalOf(CreateBody, sent)
    if (refusal) return refusal
    const number = this.#jobs.length + 1
    const job: Job = {
      ...{ id: `ft-0000-${number}`, number, body: CreateBody.parse(sent), isCancelAsked: false },
      training: new ScriptedTraining(this.life),
    }
    this.#jobs.push(job)
    return { status: 200, json: jobJson(job) }
  }

  #estimate(sent: unknown): { status: number; json: unknown } {
    const refusal = this.#refusalOf(PriceBody, sent)
    if (refusal) return refusal
    return {
      status: 200,
      json: {
        estimation_available: true,
        allowed_to_proceed: this.isAllowed,
        estimated_eval_token_count: 1000,
        estimated_total_price: this.priceUsd,
        estimated_train_token_count: 30_000,
        user_limit: 100,
      },
    }
  }

  #refusalOf(schema: z.ZodType, sent: unknown): { status: number; json: unknown } | null {
    const parsed = schema.safeParse(sent)
    if (!parsed.success) return { status: 400, json: errorJson(parsed.error.issues[0]!.message, 'invalid_request') }
    const { training_file, validation_file } = PriceBody.partial().loose().parse(sent)
    for (const fileId of [training_file, validation_file]) {
      if (fileId !== undefined && !this.#files.some(({ id, text }) => id === fileId && text !== null)) {
        return { status: 400, json: errorJson(`File ${fileId} not found.`, 'invalid_file') }
      }
    }
    return null
  }
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
}

function errorJson(message: string, code: string | undefined) {
  return { error: { message, type: 'invalid_request_error', param: null, code: code ?? null } }
}

function fileJson({ id, name, text }: StoredFile) {
  return {
    ...{ id, object: 'file', filename: name, bytes: Buffer.byteLength(text ?? ''), created_at: startMs / 1000 },
    ...{ FileType: 'jsonl', Processed: true, purpose: 'fine-tune', processing_status: 'COMPLETED' },
  }
}

const statuses = {
  ...{ validating: 'pending', queued: 'queued', running: 'running', train: 'running', paused: 'queued' },
  ...{ succeeded: 'completed', failed: 'error', cancelled: 'cancelled' },
} as const

function timeOf(job: Job, seconds: number): string {
  return new Date(startMs + job.number * 60_000 + seconds * 1000).toISOString()
}

function jobJson(job: Job) {
  const { id, body, training } = job
  const isDone = training.stage === 'succeeded'
  return {
    ...{ id, user_id: 'user-1', object: 'fine-tune', model: body.model, training_file: body.training_file },
    status: training.isBeingCancelled ? 'cancel_requested' : statuses[training.stage],
    created_at: timeOf(job, 0),
    updated_at: timeOf(job, 1800),
    suffix: body.suffix,
    model_output_name: `test/${body.model.split('/').at(-1)}-${body.suffix ?? 'none'}-${job.number}`,
    token_count: isDone ? 30_000 : 0,
    // In billionths of a dollar.
    total_price: isDone ? 3_500_000_000 : 0,
    n_epochs: body.n_epochs ?? 1,
    events: eventsOf(job),
    progress: { estimate_available: !training.hasEnded, seconds_remaining: training.hasEnded ? 0 : 600 },
    training_method: { method: 'sft', train_on_inputs: false },
    training_type: body.training_type ?? { type: 'Lora', lora_r: 8, lora_alpha: 16 },
  }
}

function eventsOf(job: Job) {
  const { training } = job
  const event = (seconds: number, type: string, message: string, level = 'info') => ({
    ...{ object: 'fine-tune-event', created_at: timeOf(job, seconds), type, message, level },
  })
  return [
    event(0, 'job_pending', 'Fine tune request created'),
    ...(training.stage === 'validating' ? [] : [event(1, 'job_start', 'Job started')]),
    ...(training.steps.length === 0 ? [] : [event(2, 'training_start', 'Training started')]),
    ...training.steps
      .filter(({ step }) => step % 10 === 0)
      .map(({ step }) => ({ ...event(2 + step, 'checkpoint_save', `Saved a checkpoint at step ${step}`), step })),
    ...(training.stage === 'failed' ? [event(900, 'job_error', training.failure.message, 'error')] : []),
    ...(training.stage === 'succeeded' ? [event(1800, 'job_complete', 'Job finished')] : []),
  ]
}

function checkpointsOf(job: Job) {
  return job.training.steps
    .filter(({ step }) => step % 10 === 0)
    .map(({ step }) => ({
      ...{ checkpoint_type: step === 30 ? 'Final' : 'Intermediate', step },
      created_at: timeOf(job, step),
      path: `s3://together/${job.id}/checkpoint-${step}`,
    }))
}

/** Training and evaluation in separate objects, as Together's documentation shows them. */
function metricsOf({ training }: Job) {
  return training.steps.flatMap(({ step, trainLoss, validLoss }) => [
    { timestamp: startMs + step, 'train/global_step': step, 'train/epoch': step / 10, 'train/loss': trainLoss },
    ...(validLoss === null
      ? []
      : [{ timestamp: startMs + step, 'eval/global_step': step, 'eval/epoch': step / 10, 'eval/loss': validLoss }]),
  ])
}
