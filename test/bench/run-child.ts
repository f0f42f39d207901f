import { spawn } from 'node:child_process'

/** Runs a Node script in a process of its own, so that its memory and its warm-up are its own. @returns its standard output. */
export function runChild(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (data: Buffer) => output.push(data))
    child.stderr.on('data', (data: Buffer) => errors.push(data))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString())
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${Buffer.concat(errors).toString().slice(-2000)}`))
    })
  })
}
