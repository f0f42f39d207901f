import type { z } from 'zod'
import { AppError } from '../../../shared/domain/app-error.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'

type Fields = Record<string, unknown>

/** Choosing another kind gives up the settings of the kind before it. */
const unions = ['embedding', 'search.fusion']

/**
 * Sets dotted fields of a recipe that is not validated yet. Where a `kind` changes, the other settings of that part that
 * are not set here as well go back to the new kind's defaults.
 */
export function setRecipeFields(base: Fields, assignments: Readonly<Record<string, unknown>>): Fields {
  const result = structuredClone(base)
  for (const union of unions) {
    const kind = assignments[`${union}.kind`]
    if (kind !== undefined && kind !== fieldAt(result, `${union}.kind`)) setField(result, union, {})
  }
  for (const [path, value] of Object.entries(assignments)) setField(result, path, value)
  return result
}

/** Throws AppError INVALID_INPUT that names each field that is wrong and what is allowed. */
export function parseRecipe(candidate: unknown): Recipe {
  const parsed = Recipe.safeParse(withKinds(candidate), { reportInput: true })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(describeIssue)
  throw new AppError('INVALID_INPUT', `The recipe is not valid: ${problems.join('; ')}. Nothing was started.`, { problems })
}

/** A part that is given without its kind takes the default one, so that `{"embedding": {"seed": 1}}` is enough. */
function withKinds(candidate: unknown): unknown {
  if (!isFields(candidate)) return candidate
  const result = structuredClone(candidate)
  for (const [union, kind] of [
    ['embedding', 'builtin'],
    ['search.fusion', 'minmax'],
  ] as const) {
    const part = fieldAt(result, union)
    if (isFields(part) && part.kind === undefined) setField(result, `${union}.kind`, kind)
  }
  return result
}

function fieldAt(fields: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => (isFields(inner) ? inner[name] : undefined), fields)
}

function setField(fields: Fields, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop()!
  if ([...names, last].some((name) => name === '' || name === '__proto__')) {
    throw new AppError('INVALID_INPUT', `"${path}" is not the name of a recipe field.`, { field: path })
  }
  let inner = fields
  for (const name of names) {
    if (!isFields(inner[name])) inner[name] = {}
    inner = inner[name] as Fields
  }
  inner[last] = value
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

type Issue = z.core.$ZodIssue

/** One problem in the words of the recipe: field, what was given, what is allowed. */
function describeIssue(issue: Issue): string {
  const field = issue.path.join('.') || 'the recipe'
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => (field === 'the recipe' ? key : `${field}.${key}`)).join(', ')} is not a field of ${field}`
    case 'invalid_value':
      return `${field} must be one of ${issue.values.map(String).join(', ')}${given(issue)}`
    case 'invalid_union': {
      const kinds = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
      const kind = isFields(issue.input) ? `, not ${JSON.stringify(issue.input.kind)}` : ''
      return `${field} must be one of ${kinds.map(String).join(', ')}${kind}`
    }
    case 'invalid_type':
      return `${field} must be ${article(issue.expected)}${given(issue)}`
    case 'too_small':
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
  const words: Record<string, string> = { int: 'a whole number', number: 'a number', string: 'text', boolean: 'true or false', object: 'an object' }
  return words[expected] ?? expected
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
