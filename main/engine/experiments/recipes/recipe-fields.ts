import { AppError } from '../../../../shared/domain/app-error.ts'
import { describeIssues } from '../../../../shared/domain/describe-issues.ts'
import { Recipe } from '../../../../shared/domain/recipe.ts'

type Fields = Record<string, unknown>

/** Choosing another kind gives up the settings of the kind before it. */
const unions = ['embedding', 'search.fusion', 'rerank', 'generation.provider', 'prompt.examples']

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
  const problems = describeIssues(parsed.error, 'the recipe')
  throw new AppError('INVALID_INPUT', `The recipe is not valid: ${problems.join('; ')}. Nothing was started.`, {
    problems,
  })
}

/** A part that is given without its kind takes the default one, so that `{"embedding": {"seed": 1}}` is enough. */
function withKinds(candidate: unknown): unknown {
  if (!isFields(candidate)) return candidate
  const result = structuredClone(candidate)
  for (const [union, kind] of [
    ['embedding', 'builtin'],
    ['search.fusion', 'minmax'],
    ['rerank', 'server'],
    ['generation.provider', 'openai'],
    ['prompt.examples', 'nearest'],
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
