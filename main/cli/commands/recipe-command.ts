import type { Command } from 'commander'
import { parseRecipe, setRecipeFields } from '../../engine/experiments/recipes/recipe-fields.ts'
import { parseAssignments } from '../parse-assignments.ts'
import { printJson } from '../print.ts'
import { readJsonObject } from '../read-json-file.ts'

export function addRecipeCommand(program: Command): void {
  program
    .command('recipe')
    .description('print a complete recipe as JSON')
    .argument('[recipe.json]', 'start from this recipe instead of the defaults; - reads standard input')
    .option('--set <field=value...>', 'set a field, such as chunking.kind=markdown or search.k=20')
    .action((path: string | undefined, options: { set?: string[] }) => {
      const base = path === undefined ? {} : readJsonObject(path)
      const assignments = parseAssignments(options.set ?? [], '--set').map(([field, value]) => [
        field,
        readValue(value),
      ])
      printJson(parseRecipe(setRecipeFields(base, Object.fromEntries(assignments))))
    })
}

/** Numbers, true, false and JSON stand for themselves; everything else is text. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
