import { answerSection } from './answer-section.ts'
import { contextSection, promptSection } from './prompt-sections.ts'
import type { FieldValue, RecipeField, RecipeSection } from './recipe-field.ts'
import { rerankSection } from './rerank-section.ts'
import { retrievalSections } from './retrieval-sections.ts'
import { rungSection } from './rung-section.ts'

export const recipeSections: readonly RecipeSection[] = [
  rungSection,
  ...retrievalSections,
  rerankSection,
  answerSection,
  contextSection,
  promptSection,
]

export const recipeFields: readonly RecipeField[] = recipeSections.flatMap(({ fields }) => fields)

/** A form's text as the recipe has it: numbers and truth values by the field's kind, anything else as it stands. */
export function parseFieldValue(field: RecipeField, text: string): FieldValue {
  if (typeof field.default === 'boolean') return text === 'true'
  if (field.kind !== 'number') return text
  const number = Number(text.replace(',', '.'))
  // What is no number stays text, so that the problem can name what was given.
  return text.trim() === '' || Number.isNaN(number) ? text : number
}
