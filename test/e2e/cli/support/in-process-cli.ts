import { vi } from 'vitest'
import { runProgram } from '../../../../main/cli/program.ts'
import { type Ended, RungsCli, type StartOptions } from './rungs-cli.ts'

/**
 * Runs its commands in this process, many times faster than in one of their own, on the same workspace and with the same
 * environment: each opens the workspace anew. What is left out is `main/cli.ts`: that the exit code becomes the process's.
 * One command at a time. `start` still starts a process, for what is killed, interrupted or runs beside another one.
 */
export class InProcessCli extends RungsCli {
  override async run(args: readonly string[], { env = {} }: Pick<StartOptions, 'env'> = {}): Promise<Ended> {
    const written = { stdout: '', stderr: '' }
    const spies = (['stdout', 'stderr'] as const).map((stream) =>
      vi.spyOn(process[stream], 'write').mockImplementation((text) => {
        written[stream] += text
        return true
      }),
    )
    for (const [name, value] of Object.entries({ ...this.environment, ...env })) vi.stubEnv(name, value)
    try {
      const exitCode = await runProgram(['node', 'rungs', ...args])
      return { exitCode, signal: null, ...written }
    } finally {
      vi.unstubAllEnvs()
      for (const spy of spies) spy.mockRestore()
    }
  }
}
