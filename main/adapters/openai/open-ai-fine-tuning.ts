import type { OpenAI } from 'openai'
import type { FineTuneCheckpoint } from '../../../shared/domain/fine-tune-job.ts'
import type { AzureTrainer, OpenAiTrainer } from '../../../shared/domain/trainer.ts'
import type {
  CreateFineTune,
  CurveSource,
  ResultFile,
  TagSearch,
  Trainer,
  TrainerEvent,
  TrainerJob,
  TrainingFile,
} from '../../ports/trainer.ts'
import { askTrainer, openTrainerCall, type TrainerCallPorts } from '../provider-calls/ask-trainer.ts'
import { endpointName } from '../provider-calls/endpoint-name.ts'
import type { ProviderCall } from '../provider-calls/provider-call.ts'
import { type Fetch, sendForText } from '../provider-calls/send-for-text.ts'
import { toTrainerFailure } from '../provider-calls/to-trainer-failure.ts'
import { createOpenAiClient, type OpenAiLikeProvider } from './create-open-ai-client.ts'
import { fineTuneBody } from './fine-tune-body.ts'
import {
  pointsOfEvents,
  type ReadEvent,
  type ReadJob,
  readCheckpoint,
  readEvent,
  readFileEntry,
  readJob,
  readPage,
} from './read-fine-tunes.ts'

type Send = (client: OpenAI) => { asResponse(): Promise<Response> }

/** A page of a list, and how many pages are read at most: what is older than 10,000 entries is not looked at. */
const pageSize = 100
const mostPages = 100

/** Jobs at OpenAI, at Azure, or at any server with `fine_tuning/jobs`. */
export class OpenAiFineTuning implements Trainer {
  readonly kind: 'openai' | 'azure'
  readonly endpoint: string
  readonly canPause = true
  readonly uploads = true
  readonly #provider: OpenAiLikeProvider
  readonly #ports: TrainerCallPorts
  /** Taken by the next question for the curve. */
  #justListed: { readonly providerJobId: string; readonly events: readonly ReadEvent[] } | null = null

  constructor(settings: OpenAiTrainer | AzureTrainer, ports: TrainerCallPorts) {
    this.kind = settings.kind
    this.#provider = settings.kind === 'openai' ? { ...settings, api: 'auto' } : settings
    this.#ports = ports
    this.endpoint = `${settings.kind}:${endpointName(settings.baseUrl)}:${settings.secretName ?? ''}`
  }

  async findUpload(file: TrainingFile, signal?: AbortSignal): Promise<string | null> {
    const bytes = new TextEncoder().encode(file.text).length
    const files = await this.#listAll(
      (client, after) => client.files.list({ purpose: 'fine-tune', limit: pageSize, order: 'desc', ...after }),
      readFileEntry,
      signal,
    )
    return files.find((entry) => entry.filename === file.name && entry.bytes === bytes)?.id ?? null
  }

  async upload(file: TrainingFile, signal?: AbortSignal): Promise<string> {
    const body = () => ({ purpose: 'fine-tune' as const, file: new File([file.text], file.name) })
    return this.#ask(
      (client) => client.files.create(body()),
      (json) => readFileEntry(json)?.id ?? null,
      signal,
    )
  }

  async estimate(): Promise<null> {
    return null
  }

  async create(job: CreateFineTune, signal?: AbortSignal): Promise<TrainerJob> {
    const { trainingFileId } = job
    if (trainingFileId === null) throw new Error('the training file is uploaded before the job is created')
    const made = await this.#ask(
      (client) => client.fineTuning.jobs.create(fineTuneBody({ ...job, trainingFileId }, this.kind)),
      readJob,
      signal,
    )
    return withTag(made, job.tag)
  }

  async findByTag(
    { tag, trainingFileId, sentAt, knownJobIds }: TagSearch,
    signal?: AbortSignal,
  ): Promise<TrainerJob | null> {
    const jobs = await this.#jobs(signal)
    // Clocks differ by some minutes.
    const earliest = new Date(Date.parse(sentAt) - 600_000).toISOString()
    const isIt = (job: ReadJob) => job.tag === tag || job.suffix?.includes(tag) || job.tunedModel?.includes(tag)
    // Azure tells no tag until the job has ended: then it is the job on this file that nobody else is.
    const mayBeIt = (job: ReadJob) =>
      job.tag === null &&
      trainingFileId !== null &&
      job.trainingFileId === trainingFileId &&
      (job.createdAt ?? '') >= earliest &&
      !knownJobIds.has(job.providerJobId)
    const found = jobs.find(isIt) ?? (this.kind === 'azure' ? jobs.find(mayBeIt) : undefined)
    return found ? withTag(found, tag) : null
  }

  async list(signal?: AbortSignal): Promise<TrainerJob[]> {
    return this.#jobs(signal)
  }

  get(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.#ask((client) => client.fineTuning.jobs.retrieve(providerJobId), readJob, signal)
  }

  async events(providerJobId: string, signal?: AbortSignal): Promise<TrainerEvent[]> {
    const events = await this.#events(providerJobId, signal)
    this.#justListed = { providerJobId, events }
    return events.map(({ figures: _figures, ...event }) => event)
  }

  async checkpoints(providerJobId: string, signal?: AbortSignal): Promise<FineTuneCheckpoint[]> {
    const checkpoints = await this.#listAll(
      (client, after) => client.fineTuning.jobs.checkpoints.list(providerJobId, { limit: pageSize, ...after }),
      readCheckpoint,
      signal,
    )
    return checkpoints.sort((a, b) => a.step - b.step)
  }

  async curve(providerJobId: string, signal?: AbortSignal): Promise<CurveSource> {
    // Who asks for the events and then for the curve is told the same list: it can be hundreds of pages.
    const listed = this.#justListed?.providerJobId === providerJobId ? this.#justListed.events : null
    this.#justListed = null
    return { points: pointsOfEvents(listed ?? (await this.#events(providerJobId, signal))), files: [] }
  }

  async resultFiles({ resultFileIds }: TrainerJob, signal?: AbortSignal): Promise<ResultFile[]> {
    const files: ResultFile[] = []
    for (const fileId of resultFileIds) {
      const entry = await this.#ask((client) => client.files.retrieve(fileId), readFileEntry, signal)
      const text = await this.#text((client) => client.files.content(fileId), signal)
      files.push({ name: entry.filename || `${fileId}.csv`, text })
    }
    return files
  }

  cancel(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.#ask((client) => client.fineTuning.jobs.cancel(providerJobId), readJob, signal)
  }

  pause(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.#ask((client) => client.fineTuning.jobs.pause(providerJobId), readJob, signal)
  }

  resume(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.#ask((client) => client.fineTuning.jobs.resume(providerJobId), readJob, signal)
  }

  launch(providerJobId: string, signal?: AbortSignal): Promise<TrainerJob> {
    return this.get(providerJobId, signal)
  }

  async #jobs(signal: AbortSignal | undefined): Promise<ReadJob[]> {
    const jobs = await this.#listAll(
      (client, after) => client.fineTuning.jobs.list({ limit: pageSize, ...after }),
      readJob,
      signal,
    )
    return jobs.sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1))
  }

  async #events(providerJobId: string, signal: AbortSignal | undefined): Promise<ReadEvent[]> {
    const events = await this.#listAll(
      (client, after) => client.fineTuning.jobs.listEvents(providerJobId, { limit: pageSize, ...after }),
      readEvent,
      signal,
    )
    // Providers list the newest first; among equals of one second their order holds.
    return events.reverse().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  }

  /** Every page, newest first. */
  async #listAll<Entry>(
    list: (client: OpenAI, after: { after?: string }) => ReturnType<Send>,
    read: (entry: unknown) => Entry | null,
    signal: AbortSignal | undefined,
  ): Promise<Entry[]> {
    const entries: Entry[] = []
    let after: { after?: string } = {}
    for (let page = 0; page < mostPages; page += 1) {
      const found = await this.#ask(
        (client) => list(client, after),
        (json) => readPage(json, read),
        signal,
      )
      entries.push(...found.entries)
      if (!found.hasMore || found.lastId === null) break
      after = { after: found.lastId }
    }
    return entries
  }

  async #ask<Answer>(
    send: Send,
    read: (json: unknown) => Answer | null,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const call = await openTrainerCall(this.#provider, this.#ports, signal)
    return askTrainer(call, this.#request(call, send), read, signal)
  }

  async #text(send: Send, signal: AbortSignal | undefined): Promise<string> {
    const call = await openTrainerCall(this.#provider, this.#ports, signal)
    try {
      return (await sendForText(call, this.#request(call, send), signal)).text
    } catch (error) {
      throw toTrainerFailure(error)
    }
  }

  #request(call: ProviderCall, send: Send): (fetch: Fetch) => Promise<unknown> {
    return async (fetch) => send(await createOpenAiClient(this.#provider, call.apiKey, fetch)).asResponse()
  }
}

function withTag(job: TrainerJob, tag: string): TrainerJob {
  return { ...job, tag }
}
