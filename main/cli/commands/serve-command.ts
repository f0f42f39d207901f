import { type Command, InvalidArgumentError } from 'commander'
import { startWebHost } from '../../web.ts'
import { globalOptions, stderrLog } from '../command-context.ts'
import { printJson, printNote, printResult } from '../print.ts'

interface ServeOptions {
  readonly port?: number
  readonly host?: string
  readonly allowOtherHosts?: boolean
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('serve the app to a browser on this machine')
    .option('--port <n>', 'port (default: 4517, or any free one)', parsePort)
    .option('--host <address>', 'listen on another address than 127.0.0.1')
    .option('--allow-other-hosts', 'with --host: yes, let other machines reach this workspace')
    .action(async (options: ServeOptions, command: Command) => {
      const { workspace, json } = globalOptions(command)
      const interrupted = waitForInterrupt()
      try {
        const host = await startWebHost({ ...options, workspaceFolder: workspace, log: stderrLog })
        if (host.warning !== null) printNote(host.warning)
        if (json) printJson({ url: host.url })
        else printResult(host.url)
        const onInput = () => printResult(host.newUrl())
        if (process.stdin.isTTY) {
          printNote('The address lets one browser in. Enter gives another one; Ctrl-C stops.')
          process.stdin.on('data', onInput)
        }
        await interrupted.promise
        process.stdin.off('data', onInput)
        process.stdin.pause()
        printNote('Stopping … (Ctrl-C again to stop at once; jobs can be resumed)')
        await host.close()
      } finally {
        interrupted.stop()
      }
    })
}

/** The first Ctrl-C (or SIGTERM) stops the host in order; the second ends the process. */
function waitForInterrupt(): { promise: Promise<void>; stop: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let isInterrupted = false
  const onSignal = () => {
    if (isInterrupted) process.exit(130)
    isInterrupted = true
    resolve()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, onSignal)
  return {
    promise,
    stop: () => {
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}
