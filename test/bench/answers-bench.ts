import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'
import { printTable } from './print-table.ts'
import { runChild } from './run-child.ts'
import { writeNumberedQuestions } from './write-numbered-questions.ts'

const limitMegabytes = 600
const sizes = [2_000, 20_000, 100_000] as const
const cli = fileURLToPath(new URL('../../main/cli.ts', import.meta.url))
const reporter = new URL('./report-peak-memory.ts', import.meta.url).href

/**
 * Prompt runs through the real command line against a server on this machine that answers at once: examples a second, and the
 * memory of the process at most, which must not grow with the run. The server shares the two cores: what it alone takes for
 * the same requests, sent by bare `fetch` 32 at a time, stands beside.
 */
export async function benchAnswers(): Promise<void> {
  const rows: string[][] = []
  for (const examples of sizes) {
    await using server = await OpenAiServer.start({ answer: () => 'forty seconds' })
    const folder = mkdtempSync(join(tmpdir(), 'rungs-bench-'))
    try {
      const run = (...args: string[]) =>
        runChild(['--import', reporter, cli, ...args, '--workspace', join(folder, 'workspace')], {
          RUNGS_BENCH_PEAK_FILE: join(folder, 'peak'),
          OPENAI_API_KEY: 'bench',
        })
      await run('import', writeNumberedQuestions(join(folder, 'questions'), examples), '--name', 'questions')
      writeFileSync(
        join(folder, 'recipe.json'),
        JSON.stringify({
          rung: 'prompt',
          generation: { model: 'bench', provider: { kind: 'openai', baseUrl: server.baseUrl, api: 'chat' } },
        }),
      )
      const startMs = performance.now()
      await run('run', join(folder, 'recipe.json'))
      const perSecond = (examples / (performance.now() - startMs)) * 1000
      if (server.charged.length !== examples) {
        throw new Error(`${server.charged.length} answers were paid for, where ${examples} were needed.`)
      }
      const megabytes = Number(readFileSync(join(folder, 'peak'), 'utf8')) / 1e6
      server.requests.length = 0
      const bare = await bareRequestsPerSecond(server.baseUrl, Math.min(examples, 5000))
      rows.push([
        examples.toLocaleString('en-US'),
        perSecond.toFixed(0),
        bare.toFixed(0),
        `${Math.round(megabytes)} MB`,
        `${limitMegabytes} MB`,
        megabytes < limitMegabytes ? 'yes' : 'NO',
      ])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  printTable('Answering (rungs run, start and scoring included; 1 MB = 10⁶ bytes)', [
    ['examples', 'a second', 'bare fetch', 'peak memory', 'limit', 'under it'],
    ...rows,
  ])
}

async function bareRequestsPerSecond(baseUrl: string, requests: number): Promise<number> {
  let next = 0
  const startMs = performance.now()
  const worker = async () => {
    while (next < requests) {
      const number = next
      next += 1
      const response = await fetch(`${baseUrl}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
        body: JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: `Question ${number}` }] }),
      })
      await response.json()
    }
  }
  await Promise.all(Array.from({ length: 32 }, worker))
  return (requests / (performance.now() - startMs)) * 1000
}
