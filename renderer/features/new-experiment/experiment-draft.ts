import type { BudgetCaps } from '../../../shared/domain/ledger.ts'
import { extractiveModel, ModelProvider } from '../../../shared/domain/model-provider.ts'
import { offersBatches } from '../../../shared/domain/offers-batches.ts'
import type { SweepSpec } from '../../../shared/domain/recipe.ts'
import { hasTunedModel, Rung } from '../../../shared/domain/rung.ts'
import type { DraftEvaluator } from '../../forms/draft-evaluator.ts'
import { type FieldValue, type RecipeField, type Union, unions } from './recipe-fields/recipe-field.ts'
import { recipeFields } from './recipe-fields/recipe-fields.ts'

/** Nothing (retrieval alone), the built-in reader, or a model. */
export type AnswerWith = 'none' | 'extractive' | 'model'

/** Caps as they are typed; null = no limit. */
export type DraftBudget = Readonly<Record<keyof BudgetCaps, number | string | null>>

/** An experiment as the form holds it: a list of values for each field; several make a grid. */
export interface ExperimentDraft {
  readonly name: string
  readonly answerWith: AnswerWith
  /** By dotted field name. A field without values takes the recipe's default. */
  readonly values: Readonly<Record<string, readonly FieldValue[]>>
  readonly evaluators: readonly DraftEvaluator[]
  readonly budget: DraftBudget
  /** Whether answers are asked for in batches; only where a provider takes them. */
  readonly batch: boolean
  /** Axes of the grid that only JSON can change, such as whole parts: they are kept as they are. */
  readonly otherAxes: Readonly<Record<string, readonly unknown[]>>
  /** Fields of the base that the form does not show. */
  readonly otherFields: Readonly<Record<string, unknown>>
}

type Choices = Pick<ExperimentDraft, 'values' | 'otherAxes' | 'answerWith'>

const fieldByPath = new Map(recipeFields.map((field) => [field.path, field]))

export const emptyDraft: ExperimentDraft = {
  name: '',
  answerWith: 'none',
  values: Object.fromEntries(recipeFields.map((field) => [field.path, field.default === null ? [] : [field.default]])),
  evaluators: [],
  budget: { perRunUsd: null, perSweepUsd: null },
  batch: false,
  otherAxes: {},
  otherFields: {},
}

/** Whether a rung is tried where only a model can answer. */
export function needsModel({ values }: Pick<Choices, 'values'>): boolean {
  return (values.rung ?? []).some((rung) => rung !== 'rag')
}

/** What answers: everywhere but at RAG, only a model can. */
export function answerOf({ values, answerWith }: Pick<Choices, 'values' | 'answerWith'>): AnswerWith {
  return needsModel({ values }) ? 'model' : answerWith
}

/** The fields that matter with the values chosen so far. */
export function isAsked(path: string, choices: Choices): boolean {
  const { values, otherAxes } = choices
  const field = fieldByPath.get(path)
  if (!field) return false
  if (Object.keys(otherAxes).some((axis) => path === axis || path.startsWith(`${axis}.`))) return false
  if (field.of) {
    const kindPath = `${field.of.union}.kind`
    const { kinds } = field.of
    if (!isAsked(kindPath, choices) || !(values[kindPath] ?? []).some((kind) => kinds.includes(String(kind)))) {
      return false
    }
  }
  return (field.when ?? []).every((condition) => {
    const chosen = condition.path === 'answerWith' ? [answerOf(choices)] : (values[condition.path] ?? [])
    return chosen.some((value) => condition.values.includes(String(value)))
  })
}

/** The same experiment as a sweep: single values in `base`, several in `grid`. */
export function specOf(draft: ExperimentDraft, evalSet: string | undefined, split: string | undefined): SweepSpec {
  const base: Record<string, unknown> = {}
  const grid: Record<string, unknown[]> = {}
  const { evaluators, budget } = draft
  if (answerOf(draft) === 'extractive' && !('generation' in draft.otherAxes)) {
    setPath(base, 'generation.model', extractiveModel)
  }
  for (const field of recipeFields) {
    const { path, of } = field
    if (!isAsked(path, draft)) continue
    const union = of?.union ?? unions.find((name) => path === `${name}.kind`)
    const kinds = union ? (draft.values[`${union}.kind`] ?? []) : []
    // Settings of one kind are no field of another: several kinds make one axis of whole parts.
    if (union && kinds.length > 1) {
      grid[union] ??= kinds.flatMap((kind) => partsOf(union, String(kind), draft.values))
      continue
    }
    // The axis of the part around it holds it.
    if (union === 'rerank.provider' && (draft.values['rerank.kind'] ?? []).length > 1) continue
    const values = draft.values[path] ?? []
    if (field.kind === 'ids') setPath(base, path, values)
    else if (values.length === 1) setPath(base, path, written(field, values[0]!))
    else if (values.length > 1) grid[path] = values.map((value) => written(field, value))
    else if (field.emptyIs !== undefined) setPath(base, path, field.emptyIs)
  }
  const isTuned = (draft.values.rung ?? []).every((rung) => hasTunedModel(Rung.safeParse(rung).data))
  for (const [path, value] of Object.entries(draft.otherFields)) {
    if (isTuned || !path.startsWith('generation.tuned.')) setPath(base, path, value)
  }
  for (const [axis, values] of Object.entries(draft.otherAxes)) grid[axis] = [...values]
  return {
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    ...(evalSet === undefined ? {} : { eval: evalSet }),
    ...(split === undefined ? {} : { split }),
    base,
    ...(evaluators.length === 0 ? {} : { evaluators: evaluators as SweepSpec['evaluators'] }),
    ...(budget.perRunUsd === null && budget.perSweepUsd === null ? {} : { budget: budget as BudgetCaps }),
    ...(draft.batch && takesBatches(draft) ? { batch: true } : {}),
    grid,
  }
}

/** Whether a model that the form asks is at a provider that takes batches. */
export function takesBatches(draft: ExperimentDraft): boolean {
  if (answerOf(draft) !== 'model') return false
  const kinds = draft.values['generation.provider.kind'] ?? []
  const addresses = draft.values['generation.provider.baseUrl'] ?? []
  return (
    kinds.includes('openai') && addresses.some((baseUrl) => offersBatches({ kind: 'openai', baseUrl: String(baseUrl) }))
  )
}

type SpecParts = Pick<SweepSpec, 'name' | 'base' | 'grid' | 'evaluators' | 'budget' | 'batch'>

/** A sweep as the form holds it. What the form cannot show is kept apart and comes back unchanged from `specOf`. */
export function draftOf(spec: SpecParts): ExperimentDraft {
  const values: Record<string, readonly FieldValue[]> = { ...emptyDraft.values }
  const otherAxes: Record<string, readonly unknown[]> = {}
  const otherFields: Record<string, unknown> = {}
  for (const [path, value] of leaves(withWholeProviders(spec.base))) {
    const field = fieldByPath.get(path)
    const shown = field && shownValues(field, value)
    if (shown) values[path] = shown
    // Nothing that answers is what the form begins with.
    else if (path !== 'generation' || value !== null) otherFields[path] = value
  }
  for (const [axis, list] of Object.entries(spec.grid)) {
    const union = unions.find((name) => name === axis)
    const parts = union && unionValues(union, list)
    const field = fieldByPath.get(axis)
    if (parts) Object.assign(values, parts)
    else if (field && field.kind !== 'json' && field.kind !== 'ids' && list.every(isFieldValue)) values[axis] = list
    else otherAxes[axis] = list
  }
  const models = values['generation.model'] ?? []
  const { generation } = spec.base
  const isAnswered = isObject(generation) || Object.keys(spec.grid).some((axis) => axis.startsWith('generation.'))
  const isExtractive = models.length === 1 && models[0] === extractiveModel
  if (isExtractive) values['generation.model'] = []
  return {
    name: spec.name ?? '',
    answerWith: !isAnswered ? 'none' : isExtractive ? 'extractive' : 'model',
    values,
    evaluators: spec.evaluators ?? [],
    budget: spec.budget ?? emptyDraft.budget,
    batch: spec.batch ?? false,
    otherAxes,
    otherFields,
  }
}

/** What a field holds for a value of the recipe; null when it cannot hold it. */
function shownValues({ kind, emptyIs, default: initial }: RecipeField, value: unknown): readonly FieldValue[] | null {
  if (kind === 'ids') return Array.isArray(value) && value.every((id) => typeof id === 'string') ? value : null
  if (value === null) return emptyIs === null || initial === null ? [] : null
  if (kind === 'json') return [typeof value === 'string' ? value : JSON.stringify(value, null, 2)]
  return isFieldValue(value) ? [value] : null
}

/** A field's value as the recipe has it. What is no JSON stays text, so that the problem can name it. */
function written({ kind }: RecipeField, value: FieldValue): unknown {
  if (kind !== 'json') return value
  try {
    return JSON.parse(String(value))
  } catch {
    return value
  }
}

/** Defaults depend on the kind of provider: they are written out, so that none of another kind is taken. */
function withWholeProviders(base: Record<string, unknown>): Record<string, unknown> {
  const result = structuredClone(base)
  for (const part of [result.generation, result.rerank]) {
    if (!isObject(part) || !isObject(part.provider)) continue
    const parsed = ModelProvider.safeParse({ kind: 'openai', ...part.provider })
    if (parsed.success) part.provider = parsed.data
  }
  return result
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
function partsOf(union: Union, kind: string, values: ExperimentDraft['values']): Record<string, unknown>[] {
  let parts: Record<string, unknown>[] = [{ kind }]
  for (const field of recipeFields) {
    const { path, of } = field
    if (of?.union !== union || !of.kinds.includes(kind)) continue
    const chosen = values[path] ?? []
    const name = path.slice(union.length + 1)
    if (field.kind === 'ids') parts = parts.map((part) => ({ ...part, [name]: chosen }))
    else if (chosen.length > 0) {
      parts = parts.flatMap((part) => chosen.map((value) => ({ ...part, [name]: value })))
    } else if (field.emptyIs !== undefined) parts = parts.map((part) => ({ ...part, [name]: field.emptyIs }))
  }
  if (union !== 'rerank' || kind !== 'model') return parts
  const providers = (values['rerank.provider.kind'] ?? []).flatMap((of) =>
    partsOf('rerank.provider', String(of), values),
  )
  return parts.flatMap((part) => providers.map((provider) => ({ ...part, provider })))
}

/** The field values that give exactly these parts; null when none do. */
function unionValues(union: Union, list: readonly unknown[]): Record<string, FieldValue[]> | null {
  if (!list.every(isPart)) return null
  const values: Record<string, FieldValue[]> = { [`${union}.kind`]: [...new Set(list.map((part) => part.kind))] }
  for (const { path, of, default: initial } of recipeFields) {
    if (of?.union !== union) continue
    const name = path.slice(union.length + 1)
    const own = list.filter((part) => of.kinds.includes(part.kind))
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
      of?.union === union && of.kinds.includes(kind) && initial !== null
        ? [[path.slice(union.length + 1), initial]]
        : [],
    ),
  )
}

function sameParts(a: readonly object[], b: readonly object[]): boolean {
  const texts = (parts: readonly object[]) => parts.map((part) => JSON.stringify(Object.entries(part).sort())).sort()
  return JSON.stringify(texts(a)) === JSON.stringify(texts(b))
}

function leaves(value: unknown, path = ''): [string, unknown][] {
  const kind = fieldByPath.get(path)?.kind
  if (!isObject(value) || kind === 'json') return [[path, value]]
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
