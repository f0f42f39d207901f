/** What a question asks for, by its words alone. `phrase` is everything that is none of the others. */
export type QuestionKind = 'person' | 'time' | 'number' | 'place' | 'reason' | 'phrase'

const rules: readonly (readonly [QuestionKind, RegExp])[] = [
  ['number', /\bhow\s+(?:many|much|long|old|far|high|tall|large|big|deep|wide|fast|heavy|often|loud|hot|cold|thick)\b/],
  [
    'number',
    /\b(?:what|which)\s+(?:\S+\s+)?(?:percent(?:age)?|number|amount|population|fraction|share|rate|price|cost|score|distance|length|height|weight|size|depth|width|age|temperature|speed)\b/,
  ],
  ['time', /\bwhen\b|\b(?:what|which)\s+(?:\S+\s+)?(?:years?|dates?|day|month|century|decade|time|era)\b/],
  [
    'person',
    /\bwho(?:se|m)?\b|\b(?:what|which)\s+(?:\S+\s+)?(?:person|man|woman|player|president|king|queen|author|actor|scientist)\b/,
  ],
  [
    'place',
    /\bwhere\b|\b(?:what|which)\s+(?:\S+\s+)?(?:city|country|state|place|town|location|county|river|region|street|island|continent|province)\b/,
  ],
  ['reason', /\bwhy\b/],
]

export function questionKind(query: string): QuestionKind {
  const asked = query.toLowerCase()
  return rules.find(([, pattern]) => pattern.test(asked))?.[0] ?? 'phrase'
}
