import { z } from 'zod'
import { type LifeOptions, ScriptedTraining, totalSteps, usualLife } from '../training-life/scripted-training.ts'
import { tunedAnswers } from '../training-life/tuned-answers.ts'
import { errorBody } from './send-json.ts'

const auto = z.literal('auto')
const hyperparameters = z.strictObject({
  n_epochs: z.union([auto, z.int().min(1).max(50)]).optional(),
  batch_size: z.union([auto, z.int().min(1).max(256)]).optional(),
  learning_rate_multiplier: z.union([auto, z.number().positive()]).optional(),
})

const Body = z.strictObject({
  model: z.string().min(1),
  training_file: z.string(),
  validation_file: z.string().nullish(),
  method: z
    .strictObject({
      type: z.literal('supervised'),
      supervised: z.strictObject({ hyperparameters: hyperparameters.optional() }).optional(),
    })
    .optional(),
  suffix: z.string().min(1).max(64).nullish(),
  seed: z.int().nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
})

interface Job {
  readonly id: string
  readonly number: number
  readonly body: z.infer<typeof Body>
  readonly training: ScriptedTraining
  readonly tunedModel: string
  resultFileId: string | null
}

/** The files of the server that the jobs are made from and leave. */
interface ServerFiles {
  textOf(fileId: string): string | null
  keep(name: string, purpose: string, text: string): { readonly id: string }
}

export interface Answered {
  readonly status: number
  readonly json: unknown
}

const createdAt = 1_780_000_000
const createdSeconds = (number: number) => createdAt + number * 60

/**
 * `/v1/fine_tuning/jobs`, in memory. A job goes on one stage of its script with `advance`, or by itself each time it is asked
 * for (`auto`). Its model then knows the answers of its training file.
 */
export class FineTuningJobs {
  readonly #files: ServerFiles
  readonly #jobs: Job[] = []
  readonly #answers = new Map<string, (question: string) => string>()
  /** Of jobs that are made from now on. */
  life: LifeOptions = {
    stages: usualLife,
    failure: { code: 'invalid_training_file', message: 'The training file has 3 examples with no assistant message.' },
  }
  /** Each question for a job brings it one stage on. */
  auto = false
  /** Result files as OpenAI gives some of them: in base64. */
  base64Results = false
  /** How many stages a cancelled job still goes on. */
  cancelAfter = 0

  constructor(files: ServerFiles) {
    this.#files = files
  }

  /** Bodies of all jobs that were created. */
  get created(): readonly unknown[] {
    return this.#jobs.map(({ body }) => body)
  }

  get ids(): readonly string[] {
    return this.#jobs.map(({ id }) => id)
  }

  advance(): void {
    for (const job of this.#jobs) this.#advance(job)
  }

  /** What a tuned model says; null when there is no such model. */
  answerOf(model: string, question: string): string | null {
    const job = this.#jobs.find(
      ({ tunedModel }) => model === tunedModel || model.startsWith(`${tunedModel}:ckpt-step-`),
    )
    if (!job || job.training.steps.length === 0) return null
    let answer = this.#answers.get(job.id)
    if (!answer) {
      answer = tunedAnswers(this.#files.textOf(job.body.training_file) ?? '')
      this.#answers.set(job.id, answer)
    }
    return answer(question)
  }

  /** @returns null when there is no such address. */
  serve(method: string, path: string, query: URLSearchParams, sent: unknown): Answered | null {
    const [, , , collection, id, action] = path.split('/')
    if (collection !== 'jobs') return null
    if (id === undefined) return method === 'POST' ? this.#create(sent) : page(this.#newestFirst(), jobJson, query)
    const job = this.#jobs.find((known) => known.id === id)
    if (!job) return { status: 404, json: errorBody(`Could not find fine tune: ${id}`, { param: 'fine_tune_id' }) }
    if (method === 'GET' && action === 'events') return page([...eventsOf(job)].reverse(), (event) => event, query)
    if (method === 'GET' && action === 'checkpoints') {
      const { json } = page([...checkpointsOf(job)].reverse(), (checkpoint) => checkpoint, query)
      const { data } = json as { data: { id: string }[] }
      return {
        status: 200,
        json: { ...(json as object), first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null },
      }
    }
    if (method === 'POST') return this.#act(job, action)
    if (this.auto) this.#advance(job)
    return { status: 200, json: jobJson(job) }
  }

  #newestFirst(): Job[] {
    return [...this.#jobs].reverse()
  }

  #create(sent: unknown): Answered {
    const parsed = Body.safeParse(sent)
    if (!parsed.success) {
      const { path, message } = parsed.error.issues[0]!
      return { status: 400, json: errorBody(`Invalid request: ${message}`, { param: path.join('.') || null }) }
    }
    const { data } = parsed
    for (const [param, fileId] of [
      ['training_file', data.training_file],
      ['validation_file', data.validation_file],
    ] as const) {
      if (fileId && this.#files.textOf(fileId) === null) {
        return { status: 400, json: errorBody(`File ${fileId} does not exist.`, { param, code: 'invalid_file' }) }
      }
    }
    const number = this.#jobs.length + 1
    const job: Job = {
      ...{ id: `ftjob-${number}`, number, body: data, resultFileId: null },
      training: new ScriptedTraining(this.life),
      tunedModel: `ft:${data.model}:test-org:${data.suffix ?? ''}:Jb${number}`,
    }
    this.#jobs.push(job)
    return { status: 200, json: jobJson(job) }
  }

  #act(job: Job, action: string | undefined): Answered | null {
    const { training } = job
    if (training.hasEnded) {
      return { status: 400, json: errorBody(`Job ${job.id} is already ${training.stage}.`, { code: 'job_ended' }) }
    }
    switch (action) {
      case 'cancel':
        training.cancel(this.cancelAfter)
        break
      case 'pause':
        training.isPaused = true
        break
      case 'resume':
        training.isPaused = false
        break
      default:
        return null
    }
    return { status: 200, json: jobJson(job) }
  }

  #advance(job: Job): void {
    job.training.advance()
    if (job.training.stage !== 'succeeded' || job.resultFileId !== null) return
    const csv = csvOf(job)
    const text = this.base64Results ? Buffer.from(csv).toString('base64') : csv
    job.resultFileId = this.#files.keep('step_metrics.csv', 'fine-tune-results', text).id
  }
}

const statuses = {
  ...{ validating: 'validating_files', queued: 'queued', running: 'running', train: 'running', paused: 'queued' },
  ...{ succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled' },
} as const

function jobJson(job: Job): { id: string } & Record<string, unknown> {
  const { id, number, body, training, tunedModel, resultFileId } = job
  const status = training.isPaused ? 'queued' : statuses[training.stage]
  const chosen = {
    n_epochs: 3,
    batch_size: 1,
    learning_rate_multiplier: 2,
    ...body.method?.supervised?.hyperparameters,
  }
  return {
    ...{ id, object: 'fine_tuning.job', created_at: createdSeconds(number), model: body.model, status },
    error: training.stage === 'failed' ? { ...training.failure, param: 'training_file' } : null,
    fine_tuned_model: training.stage === 'succeeded' ? tunedModel : null,
    finished_at: training.hasEnded ? createdSeconds(number) + 1800 : null,
    hyperparameters: chosen,
    organization_id: 'org-test',
    result_files: resultFileId === null ? [] : [resultFileId],
    seed: body.seed ?? 42,
    trained_tokens: training.stage === 'succeeded' ? 30_000 : null,
    training_file: body.training_file,
    validation_file: body.validation_file ?? null,
    estimated_finish: status === 'running' ? createdSeconds(number) + 1800 : null,
    integrations: [],
    metadata: body.metadata ?? null,
    method: { type: 'supervised', supervised: { hyperparameters: chosen } },
  }
}

function eventsOf({ id, number, training }: Job): { id: string }[] {
  const said = [`Created fine-tuning job: ${id}`, 'Validating training file: file', 'Fine-tuning job started']
  const seen = { validating: 2, queued: 2 }[training.stage as string] ?? 3
  const messages = said.slice(0, seen).map((message) => ({ level: 'info', type: 'message', message, data: {} }))
  const metrics = training.steps.map((step) => ({
    ...{ level: 'info', type: 'metrics' },
    message: `Step ${step.step}/${totalSteps}: training loss=${step.trainLoss}`,
    data: {
      ...{ step: step.step, train_loss: step.trainLoss, total_steps: totalSteps },
      train_mean_token_accuracy: step.trainAccuracy,
      ...(step.validLoss === null ? {} : { valid_loss: step.validLoss, valid_mean_token_accuracy: step.validAccuracy }),
    },
  }))
  const last =
    training.stage === 'failed'
      ? [{ level: 'error', type: 'message', message: training.failure.message, data: {} }]
      : training.stage === 'succeeded'
        ? [{ level: 'info', type: 'message', message: 'The job has successfully completed', data: {} }]
        : []
  return [...messages, ...metrics, ...last].map((event, index) => ({
    id: `ftevent-${id}-${index}`,
    object: 'fine_tuning.job.event',
    created_at: createdSeconds(number) + index,
    ...event,
  }))
}

function checkpointsOf({ id, number, training, tunedModel }: Job): { id: string }[] {
  return training.steps
    .filter(({ step }) => step % 10 === 0)
    .map(({ step, trainLoss, trainAccuracy, validLoss, validAccuracy }) => ({
      object: 'fine_tuning.job.checkpoint',
      id: `ftckpt_${number}_${step}`,
      created_at: createdSeconds(number) + step,
      fine_tuned_model_checkpoint: step === totalSteps ? tunedModel : `${tunedModel}:ckpt-step-${step}`,
      fine_tuning_job_id: id,
      metrics: {
        ...{ step, train_loss: trainLoss, train_mean_token_accuracy: trainAccuracy },
        ...{ full_valid_loss: validLoss, full_valid_mean_token_accuracy: validAccuracy },
      },
      step_number: step,
    }))
}

/** As OpenAI writes it: blank where nothing was measured. */
function csvOf({ training }: Job): string {
  const rows = training.steps.map(({ step, trainLoss, trainAccuracy, validLoss, validAccuracy }) =>
    [step, trainLoss, trainAccuracy, validLoss ?? '', validAccuracy ?? ''].join(','),
  )
  return `${['step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy', ...rows].join('\n')}\n`
}

function page<Entry extends { id: string }>(
  entries: readonly Entry[],
  write: (entry: Entry) => unknown,
  query: URLSearchParams,
): Answered {
  const limit = Number(query.get('limit') ?? 20)
  const after = query.get('after')
  const from = after === null ? 0 : entries.findIndex(({ id }) => id === after) + 1
  const shown = entries.slice(from, from + limit)
  return {
    status: 200,
    json: { object: 'list', data: shown.map(write), has_more: from + limit < entries.length },
  }
}
