import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'

/** Indented, lists of plain values on one line. */
export function writeSpec(spec: SweepSpec): string {
  return JSON.stringify(spec, null, 2).replace(
    /\[\s*([^[\]{}]*?)\s*\]/gu,
    (_list, inner: string) => `[${inner.replace(/,\s*\n\s*/gu, ', ')}]`,
  )
}

/** A sweep from text, or what is wrong with it. */
export function readSpec(text: string): { spec: SweepSpec | null; problems: string[] | null } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return {
      spec: null,
      problems: [`This is not JSON yet: ${error instanceof Error ? error.message : 'it cannot be read'}.`],
    }
  }
  const parsed = SweepSpec.safeParse(value, { reportInput: true })
  return parsed.success
    ? { spec: parsed.data, problems: null }
    : { spec: null, problems: describeIssues(parsed.error, 'the experiment') }
}
