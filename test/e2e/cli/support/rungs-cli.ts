import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What Node has compiled of the sources; a command then starts in two thirds of the time. */
const compileCache = fileURLToPath(new URL('../../../../node_modules/.cache/node-compile', import.meta.url))
const cliPath = fileURLToPath(new URL('../../../../main/cli.ts', import.meta.url))

export interface Ended {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface StartOptions {
  readonly nodeArguments?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** The real command in a process of its own, on a workspace folder that is gone afterwards. */
export class RungsCli implements Disposable {
  /** Holds the workspace and whatever files a test needs. */
  readonly folder = mkdtempSync(join(tmpdir(), 'rungs-cli-'))
  readonly workspace = join(this.folder, 'workspace')
  protected readonly environment: Readonly<Record<string, string>> = {
    HOME: this.folder,
    USERPROFILE: this.folder,
    RUNGS_WORKSPACE: this.workspace,
    OPENAI_API_KEY: 'test-key-of-the-cli',
  }

  start(args: readonly string[], options: StartOptions = {}): RunningCli {
    const child = spawn(process.execPath, [...(options.nodeArguments ?? []), cliPath, ...args], {
      cwd: this.folder,
      // Nothing of the caller's environment but what a process needs to start: no keys, no settings.
      env: {
        PATH: process.env.PATH,
        SystemRoot: process.env.SystemRoot,
        TMPDIR: process.env.TMPDIR,
        NODE_COMPILE_CACHE: compileCache,
        ...this.environment,
        ...options.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stdin.end(options.input ?? '')
    return new RunningCli(child)
  }

  run(args: readonly string[], options?: StartOptions): Promise<Ended> {
    return this.start(args, options).ended
  }

  /** Runs a command that must end well. @returns its standard output. */
  async succeed(args: readonly string[], options?: StartOptions): Promise<string> {
    const { exitCode, signal, stdout, stderr } = await this.run(args, options)
    if (exitCode !== 0) throw new Error(`rungs ${args.join(' ')} ended with ${exitCode ?? signal}:\n${stderr}`)
    return stdout
  }

  /** Runs a command with `--json` that must end well. @returns its standard output, which must be JSON and nothing else. */
  async json<T = unknown>(args: readonly string[], options?: StartOptions): Promise<T> {
    return JSON.parse(await this.succeed([...args, '--json'], options)) as T
  }

  /** Writes a file beside the workspace. @returns its path. */
  write(name: string, content: unknown): string {
    const path = join(this.folder, name)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

export class RunningCli {
  readonly #child: ChildProcess
  #stdout = ''
  #stderr = ''
  readonly ended: Promise<Ended>

  constructor(child: ChildProcess) {
    this.#child = child
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
    })
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.ended = once(child, 'close').then(([exitCode, signal]) => ({
      ...{ exitCode, signal, stdout: this.#stdout, stderr: this.#stderr },
    }))
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Waits until what was printed matches, however long that takes. Throws when the process ends before. */
  async hasPrinted(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    const matched = Promise.withResolvers<void>()
    const look = () => {
      if (pattern.test(this[stream])) matched.resolve()
    }
    this.#child[stream]!.on('data', look)
    look()
    const ended = this.ended.then(({ exitCode, signal, stderr }) => {
      look()
      throw new Error(`The command ended with ${exitCode ?? signal} before it printed ${pattern}:\n${stderr}`)
    })
    await Promise.race([matched.promise, ended]).finally(() => this.#child[stream]!.off('data', look))
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }
}
