/**
 * Python's `json.dump` writes bare NaN, Infinity and -Infinity, which is no JSON: each becomes null. What is inside strings
 * stays.
 */
export function replaceBareNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) => (found.startsWith('"') ? found : 'null'))
}
