import type { z } from 'zod'

/**
 * What is wrong with an input, one sentence part per problem, each naming the field, what was given and what is allowed.
 * Parse with `reportInput: true` to have the given value named.
 * @param whole what the input is called where no field is to blame, e.g. `the recipe`.
 */
export function describeIssues(error: Pick<z.ZodError, 'issues'>, whole: string): string[] {
  return error.issues.map((issue) => describeIssue(issue, whole))
}

type Issue = z.core.$ZodIssue

function describeIssue(issue: Issue, whole: string): string {
  const field = issue.path.join('.') || whole
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => (field === whole ? key : `${field}.${key}`)).join(', ')} is not a field of ${field}`
    case 'invalid_value':
      // A schema that says itself what is allowed says it better than a list of values.
      if (issue.message.startsWith('must ')) return `${field} ${issue.message}`
      return `${field} must be one of ${issue.values.map(String).join(', ')}${given(issue)}`
    case 'invalid_union': {
      const kinds = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
      const kind = hasKind(issue.input) ? `, not ${JSON.stringify(issue.input.kind)}` : ''
      return `${field} must be one of ${kinds.map(String).join(', ')}${kind}`
    }
    case 'invalid_type':
      if (issue.message.startsWith('must ')) return `${field} ${issue.message}${given(issue)}`
      return `${field} must be ${article(issue.expected)}${given(issue)}`
    case 'too_small':
      // As for values above: a schema that says itself what it needs says it better.
      if (issue.origin === 'array') {
        if (issue.message.startsWith('needs ')) return `${field} ${issue.message}`
        return `${field} must have at least ${issue.minimum} values`
      }
      if (issue.origin === 'string') return `${field} must not be empty`
      return `${field} must be at least ${issue.minimum}${given(issue)}`
    case 'too_big':
      return `${field} must be at most ${issue.maximum}${given(issue)}`
    default:
      return `${field} ${lowerFirst(issue.message)}`
  }
}

function given(issue: Issue): string {
  return issue.input === undefined ? '' : `, not ${JSON.stringify(issue.input)}`
}

function article(expected: string): string {
  const words: Record<string, string> = {
    int: 'a whole number',
    number: 'a number',
    string: 'text',
    boolean: 'true or false',
    object: 'an object',
    record: 'an object',
    array: 'a list, such as [1, 2]',
  }
  return words[expected] ?? expected
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function hasKind(input: unknown): input is { kind: unknown } {
  return input !== null && typeof input === 'object' && 'kind' in input
}
