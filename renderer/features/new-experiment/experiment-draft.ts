import type { SweepSpec } from '../../../shared/domain/recipe.ts'
import { type FieldValue, recipeFields, type Union, unions } from './recipe-fields.ts'

/** An experiment as the form holds it: a list of values for each field; several make a grid. */
export interface ExperimentDraft {
  readonly name: string
  /** By dotted field name. A field without values takes the recipe's default. */
  readonly values: Readonly<Record<string, readonly FieldValue[]>>
  /** Axes of the grid that only JSON can change, such as whole parts: they are kept as they are. */
  readonly otherAxes: Readonly<Record<string, readonly unknown[]>>
  /** Fields of the base that the form does not show. */
  readonly otherFields: Readonly<Record<string, unknown>>
}

const fieldByPath = new Map(recipeFields.map((field) => [field.path, field]))

export const emptyDraft: ExperimentDraft = {
  name: '',
  values: Object.fromEntries(recipeFields.map((field) => [field.path, field.default === null ? [] : [field.default]])),
  otherAxes: {},
  otherFields: {},
}

/** The fields that matter with the values chosen so far. */
export function isAsked(path: string, { values, otherAxes }: Pick<ExperimentDraft, 'values' | 'otherAxes'>): boolean {
  const field = fieldByPath.get(path)
  if (!field) return false
  if (Object.keys(otherAxes).some((axis) => path === axis || path.startsWith(`${axis}.`))) return false
  if (field.of) {
    const kindPath = `${field.of.union}.kind`
    return isAsked(kindPath, { values, otherAxes }) && (values[kindPath] ?? []).includes(field.of.kind)
  }
  return !field.when || (values[field.when.path] ?? []).some((value) => field.when!.values.includes(String(value)))
}

/** The same experiment as a sweep: single values in `base`, several in `grid`. */
export function specOf(draft: ExperimentDraft, evalSet: string | undefined, split: string | undefined): SweepSpec {
  const base: Record<string, unknown> = {}
  const grid: Record<string, unknown[]> = {}
  for (const { path, of } of recipeFields) {
    if (!isAsked(path, draft)) continue
    const union = of?.union ?? unions.find((name) => path === `${name}.kind`)
    const kinds = union ? (draft.values[`${union}.kind`] ?? []) : []
    // Settings of one kind are no field of another: several kinds make one axis of whole parts.
    if (union && kinds.length > 1) {
      grid[union] ??= kinds.flatMap((kind) => partsOf(union, String(kind), draft.values))
      continue
    }
    const values = draft.values[path] ?? []
    if (values.length === 1) setPath(base, path, values[0])
    else if (values.length > 1) grid[path] = [...values]
  }
  for (const [path, value] of Object.entries(draft.otherFields)) setPath(base, path, value)
  for (const [axis, values] of Object.entries(draft.otherAxes)) grid[axis] = [...values]
  return {
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    ...(evalSet === undefined ? {} : { eval: evalSet }),
    ...(split === undefined ? {} : { split }),
    base,
    grid,
  }
}

/** A sweep as the form holds it. What the form cannot show is kept apart and comes back unchanged from `specOf`. */
export function draftOf(spec: Pick<SweepSpec, 'name' | 'base' | 'grid'>): ExperimentDraft {
  const values: Record<string, readonly FieldValue[]> = { ...emptyDraft.values }
  const otherAxes: Record<string, readonly unknown[]> = {}
  const otherFields: Record<string, unknown> = {}
  for (const [path, value] of leaves(spec.base)) {
    if (fieldByPath.has(path) && isFieldValue(value)) values[path] = [value]
    // The only rung of this version; saying so changes nothing.
    else if (path !== 'rung') otherFields[path] = value
  }
  for (const [axis, list] of Object.entries(spec.grid)) {
    const union = unions.find((name) => name === axis)
    const parts = union && unionValues(union, list)
    if (parts) Object.assign(values, parts)
    else if (fieldByPath.has(axis) && list.every(isFieldValue)) values[axis] = list
    else otherAxes[axis] = list
  }
  return { name: spec.name ?? '', values, otherAxes, otherFields }
}

/** Fields whose values are not exactly the ones of a source recipe. */
export function changedPaths(draft: ExperimentDraft, source: ExperimentDraft): Set<string> {
  return new Set(
    recipeFields
      .map(({ path }) => path)
      .filter(
        (path) => isAsked(path, draft) && JSON.stringify(draft.values[path]) !== JSON.stringify(source.values[path]),
      ),
  )
}

/** Every combination of the settings of one kind of a part. */
function partsOf(union: Union, kind: string, values: ExperimentDraft['values']): Record<string, FieldValue>[] {
  let parts: Record<string, FieldValue>[] = [{ kind }]
  for (const { path, of } of recipeFields) {
    if (of?.union !== union || of.kind !== kind) continue
    const chosen = values[path] ?? []
    if (chosen.length === 0) continue
    const name = path.slice(union.length + 1)
    parts = parts.flatMap((part) => chosen.map((value) => ({ ...part, [name]: value })))
  }
  return parts
}

/** The field values that give exactly these parts; null when none do. */
function unionValues(union: Union, list: readonly unknown[]): Record<string, FieldValue[]> | null {
  if (!list.every(isPart)) return null
  const values: Record<string, FieldValue[]> = { [`${union}.kind`]: [...new Set(list.map((part) => part.kind))] }
  for (const { path, of, default: initial } of recipeFields) {
    if (of?.union !== union) continue
    const name = path.slice(union.length + 1)
    const own = list.filter((part) => part.kind === of.kind)
    const chosen = [...new Set(own.flatMap((part) => part[name] ?? initial ?? []))]
    values[path] = chosen.length > 0 || initial === null ? chosen : [initial]
  }
  const again = values[`${union}.kind`]!.flatMap((kind) => partsOf(union, String(kind), values))
  const defaulted = list.map((part) => ({ ...defaultsOf(union, part.kind), ...part }))
  return sameParts(again, defaulted) ? values : null
}

function defaultsOf(union: Union, kind: string): Record<string, FieldValue> {
  return Object.fromEntries(
    recipeFields.flatMap(({ path, of, default: initial }) =>
      of?.union === union && of.kind === kind && initial !== null ? [[path.slice(union.length + 1), initial]] : [],
    ),
  )
}

function sameParts(a: readonly object[], b: readonly object[]): boolean {
  const texts = (parts: readonly object[]) => parts.map((part) => JSON.stringify(Object.entries(part).sort())).sort()
  return JSON.stringify(texts(a)) === JSON.stringify(texts(b))
}

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (!isObject(value)) return [[path, value]]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`))
}

function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop()!
  let inner = target
  for (const name of names) {
    if (!isObject(inner[name])) inner[name] = {}
    inner = inner[name] as Record<string, unknown>
  }
  inner[last] = value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function isFieldValue(value: unknown): value is FieldValue {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isPart(value: unknown): value is Record<string, FieldValue> & { kind: string } {
  return isObject(value) && typeof value.kind === 'string' && Object.values(value).every(isFieldValue)
}
