/**
 * The JSON object in a model's reply, with or without a code fence or words around it.
 * @returns null when there is none.
 */
export function readReplyObject(text: string): Readonly<Record<string, unknown>> | null {
  const outermost = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  for (const candidate of [text, outermost]) {
    try {
      const value: unknown = JSON.parse(candidate)
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
    } catch {
      // Not JSON by itself: the other reading is tried, then there is none.
    }
  }
  return null
}
