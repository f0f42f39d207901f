import { AppError } from '../../shared/domain/app-error.ts'

/** `name=value` pairs as given on the command line. Throws AppError INVALID_INPUT that names the option. */
export function parseAssignments(assignments: readonly string[], option: string): [name: string, value: string][] {
  return assignments.map((assignment) => {
    const at = assignment.indexOf('=')
    if (at < 1) {
      throw new AppError(
        'INVALID_INPUT',
        `${option}: "${assignment}" must have the form name=value. Nothing was started.`,
      )
    }
    return [assignment.slice(0, at), assignment.slice(at + 1)]
  })
}
