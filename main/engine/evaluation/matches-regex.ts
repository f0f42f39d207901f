import { type Context, createContext, Script } from 'node:vm'

/** A longer answer is searched up to here, UTF-16 code units. */
const longestText = 100_000
/** A pattern that backtracks without end is stopped after this. */
const timeLimitMs = 250

/** The pattern enters as data: nothing that a user wrote runs as code, the context only carries the time limit. */
const search = new Script('pattern.test(text)')
let context: Context | undefined

/**
 * Whether the user's pattern is found anywhere in the text. Patterns are JavaScript's, case-sensitive, with Unicode rules
 * where the pattern keeps to them.
 * @returns undefined when the pattern took longer than a quarter of a second: it can backtrack without end, and no answer is
 *   worth a hanging run.
 * @throws SyntaxError when it is not a pattern.
 */
export function matchesRegex(text: string, pattern: string): boolean | undefined {
  context ??= createContext(Object.create(null))
  context.pattern = compiled(pattern)
  context.text = text.slice(0, longestText)
  try {
    return search.runInContext(context, { timeout: timeLimitMs }) === true
  } catch (error) {
    // Not `instanceof`: the error can come from the context's own realm.
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined
    throw error
  }
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    // Escapes such as `\-` are fine without the flag and an error with it.
    return new RegExp(pattern)
  }
}
