/** What a judge's reply says. */
export interface JudgedScore {
  /** Fraction in 0–1; null when the reply gives none, with the reason saying why. */
  readonly score: number | null
  readonly reason: string
}

/** The reason kept of a reply that cannot be read. */
export function unreadable(what: string, text: string): JudgedScore {
  const shown = text.trim().replace(/\s+/g, ' ')
  return {
    score: null,
    reason: `${what} It said: ${shown === '' ? 'nothing' : `${Array.from(shown).slice(0, 200).join('')}`}`,
  }
}
