import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Engine } from '../engine/engine.ts'
import { type OpenWorkspaceOptions, openWorkspace } from '../open-workspace.ts'
import { type Client, createInProcessClient } from '../rpc/in-process-client.ts'

/** Options that every command has. */
interface GlobalOptions {
  readonly workspace?: string
  readonly json?: boolean
}

/** What a command works with once its workspace is open. */
export interface CommandContext {
  readonly client: Client
  readonly json: boolean
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** The workspace folder and `--json`, from the options, the environment and the defaults. */
export function globalOptions(command: Command): { workspace: string; json: boolean } {
  const { workspace, json } = command.optsWithGlobals<GlobalOptions>()
  const folder = workspace ?? process.env.RUNGS_WORKSPACE ?? join(homedir(), '.rungs', 'default')
  return { workspace: resolve(folder), json: json ?? false }
}

/**
 * Opens the workspace, runs the action, closes the workspace whatever happens. The first Ctrl-C lets the action stop
 * where it can be resumed; the second ends the process.
 */
export async function withWorkspace(
  command: Command,
  access: OpenWorkspaceOptions['access'],
  action: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const { workspace, json } = globalOptions(command)
  const stop = new AbortController()
  const onInterrupt = () => {
    if (stop.signal.aborted) process.exit(130)
    process.stderr.write('\nStopping after the current step … (Ctrl-C again to stop at once)\n')
    stop.abort()
  }
  process.on('SIGINT', onInterrupt)
  let engine: Engine | null = null
  try {
    engine = await openWorkspace(workspace, { access, log: stderrLog })
    await action({ client: createInProcessClient(engine), json, signal: stop.signal })
  } finally {
    await engine?.close()
    process.off('SIGINT', onInterrupt)
  }
}

/** Remarks of the engine go to standard error. */
export const stderrLog = {
  info: (message: string) => process.stderr.write(`${message}\n`),
  warn: (message: string) => process.stderr.write(`${message}\n`),
}
