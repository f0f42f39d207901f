export type FieldValue = string | number | boolean

/** A field of the recipe as the form shows it. */
export interface RecipeField {
  /** Dotted name in the recipe, which problems name it by. */
  readonly path: string
  readonly label: string
  /** What it does, in one line. */
  readonly explanation: string
  readonly unit?: string
  /**
   * `prose` is text of some lines, `json` an object as text, `ids` a list that is one value, `provider` the kind of a
   * server, which is chosen with its address.
   */
  readonly kind: 'choice' | 'number' | 'text' | 'list' | 'prose' | 'json' | 'ids' | 'provider'
  readonly options?: readonly (readonly [value: string, text: string])[]
  readonly default: FieldValue | null
  /** What the recipe gets when the field is empty; left out of the recipe when not given. */
  readonly emptyIs?: null | ''
  /** Shown while the field is empty. */
  readonly placeholder?: string
  /** Lines of prose at first. */
  readonly rows?: number
  /** Kinds of the union part that the field belongs to; asked for only when one of them is chosen. */
  readonly of?: { readonly union: Union; readonly kinds: readonly string[] }
  /** Asked for only when one of the values of each is chosen. */
  readonly when?: readonly Condition[]
  readonly advanced?: boolean
}

export interface Condition {
  readonly path: string
  readonly values: readonly string[]
}

export interface RecipeSection {
  readonly title: string
  readonly fields: readonly RecipeField[]
}

/** Parts that are one of several kinds with settings of their own. */
export const unions = [
  'embedding',
  'search.fusion',
  'rerank',
  'rerank.provider',
  'generation.provider',
  'prompt.examples',
] as const
export type Union = (typeof unions)[number]

/** Where something is retrieved. */
export const retrieves: Condition = { path: 'rung', values: ['rag', 'hybrid'] }

/** Where something answers. `answerWith` is the form's own choice; the recipe has no such field. */
export const answers: Condition = { path: 'answerWith', values: ['extractive', 'model'] }

/** Where a language model answers. */
export const asksModel: Condition = { path: 'answerWith', values: ['model'] }
