import { vi } from 'vitest'
import { runProgram } from '../../../../main/cli/program.ts'
import type { Ended, RungsCli } from './rungs-cli.ts'

/**
 * Runs a command in this process, many times faster than in one of its own, on the same workspace and with the same
 * environment. What is left out is `main/cli.ts`: that the exit code becomes the process's. One command at a time.
 */
export async function runInProcess(
  cli: RungsCli,
  args: readonly string[],
): Promise<Pick<Ended, 'exitCode' | 'stdout' | 'stderr'>> {
  const written = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += text
      return true
    }),
  )
  vi.stubEnv('RUNGS_WORKSPACE', cli.workspace)
  vi.stubEnv('HOME', cli.folder)
  vi.stubEnv('USERPROFILE', cli.folder)
  try {
    const exitCode = await runProgram(['node', 'rungs', ...args])
    return { exitCode, ...written }
  } finally {
    vi.unstubAllEnvs()
    for (const spy of spies) spy.mockRestore()
  }
}
