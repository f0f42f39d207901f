import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recipeHash } from '../../../main/engine/experiments/recipes/canonical-recipe.ts'
import { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'
import { batchQuestions, openBatchEngine } from '../../support/open-batch-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

const child = fileURLToPath(new URL('../../support/batch-run-child.ts', import.meta.url))
const base = {
  rung: 'prompt',
  generation: { model: 'm', maxOutputTokens: 100, provider: { kind: 'openai', baseUrl: 'https://api.openai.com/v1' } },
}
const spec = (more: object = {}) => SweepSpec.parse({ base, batch: true, ...more })

let server: OpenAiServer
let folder: string
const opened: MemoryEngine[] = []

beforeEach(async () => {
  server = await OpenAiServer.start({ answer: () => 'It holds for forty seconds.' })
  folder = mkdtempSync(join(tmpdir(), 'rungs-batch-'))
})
afterEach(async () => {
  for (const memory of opened.splice(0)) await memory[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

async function open(database?: string): Promise<MemoryEngine> {
  const memory = await openBatchEngine(server.baseUrl, database)
  opened.push(memory)
  return memory
}

/** At the prices of the test, had each request been sent alone. */
const fullPriceUsd = () =>
  server.charged.reduce((sum, { usage }) => sum + (usage.inputTokens * 10 + usage.outputTokens * 100) / 1e6, 0)

describe('a run in batches', () => {
  test('is answered by one batch at half the price, and its recipe is the same as without', async () => {
    const { engine } = await open()
    const forecast = await engine.experiments.forecast(spec())
    const alone = await engine.experiments.forecast(spec({ batch: false }))
    expect(forecast.total!.highUsd).toBeCloseTo(alone.total!.highUsd / 2, 12)

    const { jobId, runIds } = engine.experiments.start(spec())
    await engine.jobs.idle()
    const [run] = engine.experiments.runsOfJob(jobId)
    expect(run).toMatchObject({ status: 'finished', recipeHash: recipeHash(Recipe.parse(base)) })
    expect(server.batches.made).toBe(1)
    // Nothing was asked one by one.
    expect(server.requests).toHaveLength(0)
    expect(server.charged).toHaveLength(batchQuestions)
    const { ledger, answeredExamples, latencies } = engine.results.run(runIds[0]!)
    expect(answeredExamples).toBe(batchQuestions)
    expect(ledger).toMatchObject([{ calls: batchQuestions, cachedCalls: 0, unconfirmedCalls: 0 }])
    expect(ledger[0]!.spentUsd).toBeCloseTo(fullPriceUsd() / 2, 12)
    // How long an answer took is not known, and not 0.
    expect(latencies.map(({ stage }) => stage)).not.toContain('generate')
    expect(engine.experiments.spending(jobId, runIds[0]!).runUsd).toBeCloseTo(fullPriceUsd() / 2, 12)
  })

  test('does not start a batch that a cap has no room for at its worst case', async () => {
    const { engine } = await open()
    const { jobId } = engine.experiments.start(spec({ budget: { perRunUsd: 0.01 } }))
    await engine.jobs.idle()
    expect(engine.experiments.runsOfJob(jobId)[0]).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/cap of \$0.01 for this run/),
    })
    expect(server.batches.made).toBe(0)

    engine.experiments.setBudget(jobId, { perRunUsd: 1 })
    engine.jobs.start(jobId)
    await engine.jobs.idle()
    expect(engine.experiments.runsOfJob(jobId)[0]!.status).toBe('finished')
  })

  test('that ran out of time keeps its answers, frees the rest of the cap and sends only what is missing when resumed', async () => {
    const { engine } = await open()
    server.batches.expireAfter = 20
    const { jobId, runIds } = engine.experiments.start(spec({ budget: { perRunUsd: 1 } }))
    await engine.jobs.idle()
    expect(engine.experiments.runsOfJob(jobId)[0]!.error).toMatch(/expired.*10 questions have no answer yet/)
    expect(engine.experiments.spending(jobId, runIds[0]!).runUsd).toBeCloseTo(fullPriceUsd() / 2, 12)

    server.batches.expireAfter = null
    engine.jobs.start(jobId)
    await engine.jobs.idle()
    expect(engine.experiments.runsOfJob(jobId)[0]!.status).toBe('finished')
    expect(server.charged).toHaveLength(batchQuestions)
    expect(server.batches.made).toBe(2)
    expect(engine.experiments.spending(jobId, runIds[0]!).runUsd).toBeCloseTo(fullPriceUsd() / 2, 12)
  })

  test('is refused for models that no batch is offered for', async () => {
    const { engine } = await open()
    const local = { ...base, generation: { ...base.generation, provider: { kind: 'openai', baseUrl: server.baseUrl } } }
    expect(() => engine.experiments.start(spec({ base: local }))).toThrow(/can be asked in batches/)
  })

  test('whose process is killed before it hears of its batch finds it by its tag, and never starts another', async () => {
    const database = join(folder, 'workspace.db')
    const made = Promise.withResolvers<void>()
    server.batches.onSilentlyMade = () => made.resolve()
    server.batches.hold = true
    const running = spawn(process.execPath, [child, database, server.baseUrl, JSON.stringify(base)], {
      stdio: 'inherit',
    })
    const ended = once(running, 'exit')
    await made.promise
    running.kill('SIGKILL')
    await ended
    server.batches.onSilentlyMade = null
    server.batches.release()

    const { engine } = await open(database)
    const [job] = engine.jobs.resumable()
    const [run] = engine.experiments.runsOfJob(job!.jobId)
    // Nobody knows yet: it counts at its worst case.
    expect(engine.experiments.spending(job!.jobId).sweepUsd).toBeGreaterThan(fullPriceUsd() / 2)
    engine.jobs.start(job!.jobId)
    await engine.jobs.idle()
    expect(engine.experiments.runsOfJob(job!.jobId)[0]!.status).toBe('finished')
    expect(server.batches.made).toBe(1)
    expect(server.charged).toHaveLength(batchQuestions)
    expect(engine.experiments.spending(job!.jobId, run!.runId).runUsd).toBeCloseTo(fullPriceUsd() / 2, 12)
    expect(engine.results.run(run!.runId).answeredExamples).toBe(batchQuestions)
  })
})
