/** An id or tag as TREC files hold it, which have no quoting: white space becomes `_`; never empty. */
export function trecWord(text: string): string {
  return text.trim().replace(/\s+/gu, '_') || '_'
}
