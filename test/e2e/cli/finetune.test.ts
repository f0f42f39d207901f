import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import type { FineTuneJob, ProviderFineTune } from '../../../shared/domain/fine-tune-job.ts'
import { addTrainingVersion } from '../../support/add-training-version.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { filesHolding } from './support/stored-state.ts'

const key = 'sk-distinctive-7b1pq2-not-to-be-seen'
const env = { OPENAI_API_KEY: key }

let server: OpenAiServer
let cli: InProcessCli

beforeAll(async () => {
  server = await OpenAiServer.start({ apiKey: key })
  cli = new InProcessCli()
  mkdirSync(cli.workspace, { recursive: true })
  const store = openSqliteStore(join(cli.workspace, 'workspace.db'))
  addTrainingVersion(store)
  store.close()
})
afterAll(async () => {
  cli[Symbol.dispose]()
  await server[Symbol.asyncDispose]()
})

const start = () => [
  ...['finetune', 'start', 'Bank intents', '--trainer', 'openai', '--base-url', server.baseUrl],
  ...['--model', 'gpt-4o-mini-2024-07-18', '--epochs', '2', '--without-baseline', 'a test of the job alone'],
]

describe('rungs finetune', () => {
  test('a process killed between the creation and its answer makes no second job: the first is adopted', async () => {
    const { promise: created, resolve: onCreated } = Promise.withResolvers<void>()
    // The job is made at once; its answer never comes.
    server.respond = ({ path, sent }) => {
      if (path !== '/v1/fine_tuning/jobs' || sent === null) return { kind: 'answer' }
      return { kind: 'answer', after: new Promise(() => onCreated()) }
    }
    const killed = cli.start(start(), { env })
    await created
    killed.kill('SIGKILL')
    expect((await killed.ended).signal).toBe('SIGKILL')
    expect(server.fineTuning.created).toHaveLength(1)
    server.respond = () => ({ kind: 'answer' })
    // The system frees the workspace's lock a moment after it ended the process.
    const adopted = await vi.waitFor(
      () => cli.json<FineTuneJob>(['finetune', 'show', 'Bank intents on gpt-4o-mini-2024-07-18'], { env }),
      { timeout: 30_000, interval: 10 },
    )
    expect(adopted).toMatchObject({ status: 'validating', providerJobId: 'ftjob-1', origin: 'started' })
    expect(server.fineTuning.created).toHaveLength(1)
    expect(server.batches.count('fine-tune')).toBe(2)
    const cancelled = await cli.json<FineTuneJob>(['finetune', 'cancel', adopted.fineTuneJobId], { env })
    expect(cancelled.status).toBe('cancelled')
  }, 60_000)

  test('trains to the end, and lists, imports and exports', async () => {
    server.fineTuning.auto = true
    await cli.succeed(start(), { env })
    const listed = await cli.json<ProviderFineTune[]>(
      ['finetune', 'jobs', '--trainer', 'openai', '--base-url', server.baseUrl],
      { env },
    )
    expect(listed.map(({ providerJobId, shutdownDate }) => [providerJobId, shutdownDate])).toEqual([
      ['ftjob-2', '2027-01-14'],
      ['ftjob-1', '2027-01-14'],
    ])
    const folder = (
      await cli.succeed(
        [
          'finetune',
          'export',
          'Bank intents',
          join(cli.folder, 'out'),
          '--trainer',
          'axolotl',
          '--model',
          'Qwen/Qwen3-0.6B',
        ],
        { env },
      )
    ).trim()
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'config.yml', 'rungs.json', 'train.jsonl', 'valid.jsonl'])
    expect(readFileSync(join(folder, 'train.jsonl'), 'utf8').trim().split('\n')).toHaveLength(20)
    expect(filesHolding(cli.folder, key)).toEqual([])
  }, 60_000)
})
