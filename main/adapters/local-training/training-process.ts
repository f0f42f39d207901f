import { spawn } from 'node:child_process'
import { readlink } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { TrainingFolder } from './training-folder.ts'

const Started = z.object({ pid: z.int().positive(), startedAt: z.string() })

/** What became of the program of a folder. */
export type ProcessState =
  | { readonly kind: 'notStarted' }
  | { readonly kind: 'running' }
  /** `exitCode` null: it was killed, or the machine was switched off. */
  | { readonly kind: 'ended'; readonly exitCode: number | null; readonly wasCancelled: boolean }

export const logName = 'train.log'
const startedName = 'run.json'
const exitName = 'exit-code'
const cancelName = 'cancel-requested'

/**
 * Says that it runs, and at the end with which exit code, for whoever asks later. What it runs comes as arguments, never as
 * text; $0 is the time of the start.
 */
const script = [
  `printf '{"pid":%s,"startedAt":"%s"}' "$$" "$0" > ${startedName}.own && mv ${startedName}.own ${startedName}`,
  `"$@" > ${logName} 2>&1`,
  'code=$?',
  `printf %s "$code" > ${exitName}.part && mv ${exitName}.part ${exitName}`,
].join('\n')

/** A program that does not stop by itself in this time is killed. */
const graceMs = 10_000

/**
 * The program in a folder. It is a group of its own and outlives Rungs: what is known of it is read from the files that it
 * leaves, so that any later process can follow it.
 */
export class TrainingProcess {
  readonly #folder: TrainingFolder

  constructor(folder: TrainingFolder) {
    this.#folder = folder
  }

  /** Starts it once: one that runs is left alone. Throws AppError NOT_FOUND when there is no such program. */
  async start(program: string, programArguments: readonly string[], now: Date): Promise<void> {
    if ((await this.state()).kind === 'running') return
    for (const name of [exitName, cancelName, startedName, logName]) await this.#folder.remove(name)
    const isWindows = process.platform === 'win32'
    const startedAt = now.toISOString()
    const child = isWindows
      ? spawn(program, programArguments, { ...this.#options(), windowsHide: true })
      : spawn('/bin/sh', ['-c', script, startedAt, program, ...programArguments], this.#options())
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error: NodeJS.ErrnoException) => {
        reject(
          new AppError(
            'NOT_FOUND',
            `${program} could not be started (${error.code ?? 'unknown reason'}). The folder ${this.#folder.path} is kept; install it, or run the command of its README where it is installed.`,
            { program },
          ),
        )
      })
    })
    if (isWindows) child.once('exit', (code) => void this.#folder.put(exitName, String(code ?? '')).catch(() => {}))
    child.unref()
    // The shell writes the same as its first act: whichever process is killed, it is known that it runs.
    await this.#folder.put(startedName, JSON.stringify({ pid: child.pid!, startedAt }))
  }

  async state(): Promise<ProcessState> {
    const started = await this.#started()
    if (started === null) return { kind: 'notStarted' }
    const code = await this.#folder.read(exitName)
    if (code === null && (await isAlive(started.pid, this.#folder.path))) return { kind: 'running' }
    // It may have ended between the two questions.
    const exit = code ?? (await this.#folder.read(exitName))
    return {
      kind: 'ended',
      exitCode: exit !== null && /^\d+$/.test(exit.trim()) ? Number(exit) : null,
      wasCancelled: await this.#folder.has(cancelName),
    }
  }

  /** Asks the whole group to stop; asked again after ten seconds, kills it. */
  async cancel(now: Date): Promise<void> {
    const started = await this.#started()
    if (started === null || (await this.state()).kind !== 'running') return
    const asked = await this.#folder.read(cancelName)
    const isOverdue = asked !== null && now.getTime() - Date.parse(asked) >= graceMs
    if (asked === null) await this.#folder.put(cancelName, now.toISOString())
    if (asked !== null && !isOverdue) return
    signalGroup(started.pid, isOverdue ? 'SIGKILL' : 'SIGTERM')
  }

  async startedAt(): Promise<string | null> {
    return (await this.#started())?.startedAt ?? null
  }

  #options() {
    return { cwd: this.#folder.path, detached: true, stdio: 'ignore' as const, env: environmentWithoutKeys() }
  }

  async #started() {
    const text = await this.#folder.read(startedName)
    if (text === null) return null
    try {
      return Started.parse(JSON.parse(text))
    } catch {
      return null
    }
  }
}

/** Keys of providers are no business of a training program. What loads a model (HF_TOKEN) stays. */
function environmentWithoutKeys(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_API_KEY$/.test(name)))
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') process.kill(pid, signal)
    else process.kill(-pid, signal)
  } catch {
    // It has just ended by itself.
  }
}

/**
 * Whether anything of the group is left. A later process may have its number: where the system says it (Linux), a leader
 * must work in the folder; one that is gone while others of its group are not keeps its number from being given again.
 */
async function isAlive(pid: number, folder: string): Promise<boolean> {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 0)
  } catch {
    return false
  }
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return place === null || place === folder
}
