/** The result of a command goes to standard output, and nothing else does. */
export function printResult(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

export function printJson(value: unknown): void {
  printResult(JSON.stringify(value, null, 2))
}

/** Everything that is not the result: progress, remarks. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`)
}
