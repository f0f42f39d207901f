import type { FineTuneCheckpoint } from '../../../shared/domain/fine-tune-job.ts'
import type { TogetherTrainer } from '../../../shared/domain/trainer.ts'
import type {
  CreateFineTune,
  CurveSource,
  ResultFile,
  TagSearch,
  Trainer,
  TrainerEvent,
  TrainerJob,
  TrainerPrice,
  TrainingFile,
} from '../../ports/trainer.ts'
import { askTrainer, openTrainerCall, type TrainerCallPorts } from '../provider-calls/ask-trainer.ts'
import { endpointName } from '../provider-calls/endpoint-name.ts'
import { explainMalformed } from '../provider-calls/explain-broken-call.ts'
import type { ProviderCall } from '../provider-calls/provider-call.ts'
import { type Fetch, sendForText } from '../provider-calls/send-for-text.ts'
import { toTrainerFailure } from '../provider-calls/to-trainer-failure.ts'
import {
  readTogetherCheckpoint,
  readTogetherEstimate,
  readTogetherEvent,
  readTogetherFile,
  readTogetherJob,
  readTogetherList,
  readTogetherMetrics,
} from './read-together.ts'
import { togetherBody, togetherPriceBody } from './together-body.ts'

/** Jobs at Together: its own `/fine-tunes`, and files that are sent to an address that it names. */
export class TogetherFineTuning implements Trainer {
  readonly kind = 'together'
  readonly endpoint: string
  readonly canPause = false
  readonly uploads = true
  readonly #settings: TogetherTrainer
  readonly #ports: TrainerCallPorts

  constructor(settings: TogetherTrainer, ports: TrainerCallPorts) {
    this.#settings = settings
    this.#ports = ports
    this.endpoint = `together:${endpointName(settings.baseUrl)}:${settings.secretName ?? ''}`
  }

  async findUpload(file: TrainingFile, signal?: AbortSignal): Promise<string | null> {
    const bytes = new TextEncoder().encode(file.text).length
    const files = await this.#ask('GET', '/files', (json) => readTogetherList(json, readTogetherFile), signal)
    return files.find((entry) => entry.filename === file.name && entry.bytes === bytes)?.id ?? null
  }

  /** Asks where to, sends the bytes there without the key, then asks whether they arrived. */
  async upload(file: TrainingFile, signal?: AbortSignal): Promise<string> {
    const call = await openTrainerCall(this.#settings, this.#ports, signal)
    try {
      const query = new URLSearchParams({ file_name: file.name, file_type: 'jsonl', purpose: 'fine-tune' })
      const body = new URLSearchParams(query)
      const { headers } = await sendForText(
        call,
        (fetch) => this.#send(fetch, call, 'POST', `/files?${query}`, { body }),
        signal,
        302,
      )
      const place = headers.get('location')
      const fileId = headers.get('x-together-file-id')
      if (!place || !fileId) throw explainMalformed(call, 'no address to send the file to')
      const bytes = new TextEncoder().encode(file.text)
      await sendForText(
        { ...call, baseUrl: new URL(place, call.baseUrl).href },
        (fetch) =>
          fetch(new URL(place, call.baseUrl), {
            method: 'PUT',
            headers: { 'content-type': 'application/octet-stream' },
            body: bytes,
          }),
        signal,
      )
      return fileId
    } catch (error) {
      throw toTrainerFailure(error)
    }
  }

  async estimate(job: Omit<CreateFineTune, 'tag'>, signal?: AbortSignal): Promise<TrainerPrice | null> {
    return this.#ask('POST', '/fine-tunes/estimate-price', readTogetherEstimate, signal, togetherPriceBody(job))
  }

  async create(job: CreateFineTune, signal?: AbortSignal): Promise<TrainerJob> {
    const made = await this.#ask('POST', '/fine-tunes', this.#readJob, signal, togetherBody(job))
    return { ...made, tag: job.tag }
  }

  async findByTag({ tag }: TagSearch, signal?: AbortSignal): Promise<TrainerJob | null> {
    return (await this.list(signal)).find((job) => job.tag === tag) ?? null
  }

  async list(signal?: AbortSignal): Promise<TrainerJob[]> {
    const jobs = await this.#ask('GET', '/fine-tunes', (json) => readTogetherList(json, this.#readJob), signal)
    return jobs.sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1))
  }

  get(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.#ask('GET', jobPath(providerJobId), this.#readJob, signal)
  }

  async events(providerJobId: string, signal?: AbortSignal): Promise<TrainerEvent[]> {
    const events = await this.#ask(
      'GET',
      `${jobPath(providerJobId)}/events`,
      (json) => readTogetherList(json, readTogetherEvent),
      signal,
    )
    return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  }

  /** With the measurements of their steps, which Together lists apart. */
  async checkpoints(providerJobId: string, signal?: AbortSignal): Promise<FineTuneCheckpoint[]> {
    const checkpoints = await this.#ask(
      'GET',
      `${jobPath(providerJobId)}/checkpoints`,
      (json) => readTogetherList(json, readTogetherCheckpoint),
      signal,
    )
    if (checkpoints.length === 0) return []
    const { points } = await this.curve(providerJobId, signal)
    return checkpoints
      .map((checkpoint) => {
        const { trainLoss, validLoss } = points.find(({ step }) => step === checkpoint.step) ?? {}
        return { ...checkpoint, trainLoss: trainLoss ?? null, validLoss: validLoss ?? null }
      })
      .sort((a, b) => a.step - b.step)
  }

  async curve(providerJobId: string, signal?: AbortSignal): Promise<CurveSource> {
    const points = await this.#ask('GET', `${jobPath(providerJobId)}/metrics`, readTogetherMetrics, signal)
    return { points, files: [] }
  }

  /** Together's results are the weights; its figures come through `curve`. */
  async resultFiles(): Promise<ResultFile[]> {
    return []
  }

  cancel(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.#ask('POST', `${jobPath(providerJobId)}/cancel`, this.#readJob, signal)
  }

  pause(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.get(providerJobId, signal)
  }

  resume(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.get(providerJobId, signal)
  }

  launch(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.get(providerJobId, signal)
  }

  readonly #readJob = (json: unknown): TrainerJob | null => readTogetherJob(json, this.#ports.clock.now())

  async #ask<Answer>(
    method: 'GET' | 'POST',
    path: string,
    read: (json: unknown) => Answer | null,
    signal: AbortSignal | undefined,
    body?: Record<string, unknown>,
  ): Promise<Answer> {
    const call = await openTrainerCall(this.#settings, this.#ports, signal)
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    return askTrainer(call, (fetch) => this.#send(fetch, call, method, path, sent), read, signal)
  }

  #send(
    fetch: Fetch,
    { baseUrl, apiKey }: ProviderCall,
    method: 'GET' | 'POST',
    path: string,
    { body }: { body?: string | URLSearchParams },
  ): Promise<Response> {
    return fetch(`${baseUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      ...(body === undefined ? {} : { body }),
    })
  }
}

function jobPath(providerJobId: string): string {
  return `/fine-tunes/${encodeURIComponent(providerJobId)}`
}
