import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'
import { printTable } from './print-table.ts'
import { runChild } from './run-child.ts'
import { writeNumberedQuestions } from './write-numbered-questions.ts'

const questions = 5000
/** Rungs sends so many at once too, at most. */
const concurrency = 32
const aim = 3

const manifest = fileURLToPath(new URL('./peers/promptfoo/package.json', import.meta.url))
const cache = fileURLToPath(new URL('../../node_modules/.cache/rungs-bench-promptfoo', import.meta.url))
const cli = fileURLToPath(new URL('../../main/cli.ts', import.meta.url))
const reporter = new URL('./report-peak-memory.ts', import.meta.url).href

interface Measured {
  readonly perSecond: number
  readonly megabytes: number
}

/**
 * The same questions to the same server, through promptfoo and through the command line of Rungs, one after the other, with
 * their start and their scoring (exact match). promptfoo is several hundred MB: only this bench installs it, into a folder
 * of its own, without the parts that it loads for other kinds of models.
 */
export async function benchPromptfoo(): Promise<void> {
  install()
  await using server = await OpenAiServer.start({ answer: () => 'forty seconds' })
  const folder = mkdtempSync(join(tmpdir(), 'rungs-bench-'))
  try {
    const promptfoo = await measure(server, folder, (peak) => runPromptfoo(server, folder, peak))
    const workspace = join(folder, 'workspace')
    const data = writeNumberedQuestions(join(folder, 'questions'), questions)
    await runChild([cli, 'import', data, '--name', 'questions', '--workspace', workspace])
    const rungs = await measure(server, folder, (peak) => runRungs(server, folder, workspace, peak))
    const ratio = rungs.perSecond / promptfoo.perSecond
    const row = (name: string, { perSecond, megabytes }: Measured) => [
      name,
      perSecond.toFixed(0),
      `${megabytes.toFixed(0)} MB`,
    ]
    printTable(`Evaluating ${questions.toLocaleString('en-US')} questions, ${concurrency} at once (start included)`, [
      ['program', 'evaluations a second', 'peak memory'],
      row('promptfoo', promptfoo),
      row('Rungs', rungs),
      ['ratio', `${ratio.toFixed(1)} × (aim ${aim} ×)`, `${(rungs.megabytes / promptfoo.megabytes).toFixed(2)} ×`],
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  server: OpenAiServer,
  folder: string,
  work: (peakFile: string) => Promise<unknown>,
): Promise<Measured> {
  server.charged.length = 0
  server.requests.length = 0
  const peakFile = join(folder, 'peak')
  const startMs = performance.now()
  await work(peakFile)
  const seconds = (performance.now() - startMs) / 1000
  if (server.charged.length !== questions) {
    throw new Error(`${server.charged.length} answers were given, where ${questions} were asked for.`)
  }
  return { perSecond: questions / seconds, megabytes: Number(readFileSync(peakFile, 'utf8')) / 1e6 }
}

function runPromptfoo(server: OpenAiServer, folder: string, peakFile: string): Promise<unknown> {
  const tests = Array.from({ length: questions }, (_, number) => ({
    vars: { question: `How long does hub number ${number} hold up?` },
    assert: [{ type: 'equals', value: 'forty seconds' }],
  }))
  const config = join(folder, 'promptfooconfig.json')
  const provider = { id: 'openai:chat:bench', config: { apiBaseUrl: server.baseUrl, apiKey: 'bench' } }
  writeFileSync(config, JSON.stringify({ prompts: ['{{question}}'], providers: [provider], tests }))
  const program = join(cache, 'node_modules/promptfoo/dist/src/entrypoint.js')
  const options = ['--no-cache', '--no-table', '--no-progress-bar', '--max-concurrency', String(concurrency)]
  return runChild(['--import', reporter, program, 'eval', '-c', config, ...options], {
    PROMPTFOO_CONFIG_DIR: folder,
    PROMPTFOO_DISABLE_TELEMETRY: '1',
    PROMPTFOO_DISABLE_UPDATE: '1',
    PROMPTFOO_DISABLE_REMOTE_GENERATION: 'true',
    RUNGS_BENCH_PEAK_FILE: peakFile,
  })
}

function runRungs(server: OpenAiServer, folder: string, workspace: string, peakFile: string): Promise<unknown> {
  const recipe = join(folder, 'recipe.json')
  const provider = { kind: 'openai', baseUrl: server.baseUrl, api: 'chat' }
  writeFileSync(recipe, JSON.stringify({ rung: 'prompt', generation: { model: 'bench', provider } }))
  return runChild(['--import', reporter, cli, 'run', recipe, '--workspace', workspace], {
    OPENAI_API_KEY: 'bench',
    RUNGS_BENCH_PEAK_FILE: peakFile,
  })
}

/** Once; a later run finds it. Its binding to SQLite is the one optional part that it cannot start without. */
function install(): void {
  if (existsSync(join(cache, 'installed'))) return
  mkdirSync(cache, { recursive: true })
  copyFileSync(manifest, join(cache, 'package.json'))
  process.stdout.write('Installing promptfoo into node_modules/.cache, about 300 MB.\n')
  const npm = (...args: string[]) =>
    execFileSync('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional'], {
      cwd: cache,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    })
  npm('install')
  npm('install', '--no-save', `@libsql/${bindingName()}@0.5.29`)
  writeFileSync(join(cache, 'installed'), '')
}

function bindingName(): string {
  const { platform, arch } = process
  return `${platform}-${arch}${platform === 'linux' ? '-gnu' : platform === 'win32' ? '-msvc' : ''}`
}
