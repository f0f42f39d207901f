import fc from 'fast-check'

const fragments = [
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '\f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u3000',
  '\ufeff',
  '\u0000',
  '\u200d',
  '\ud83d',
  '\ude00',
  '\u{1F600}',
  '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}',
  '\u{1F1E9}\u{1F1EA}',
  'e\u0301',
  'naïve résumé. ',
  'The quick brown fox. ',
  'Dr. Smith paid $3.50! ',
  '日本語の文章です。',
  '中文没有空格',
  'ภาษาไทยไม่มีวรรคระหว่างคำ',
  'العربية ',
  '<|endoftext|>',
  '<|im_start|>',
  '# Heading\n',
  '## Deeper\n\n',
  '```\ncode\n```\n',
  '~~~\n',
  '| a | b |\n| - | - |\n| 1 | 2 |\n',
  '- item\n',
  '1. one\n',
  '---\n',
  'Title\n=====\n',
  'x',
  'antidisestablishmentarianism',
]

/** Texts made of what breaks tokenizers and splitters, joined with arbitrary Unicode, lone surrogates included. */
export const nastyText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...fragments) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0xd700, max: 0xe100 }).map((unit) => String.fromCharCode(unit)) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map((times) => 'Some plain words here. '.repeat(times)) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

/** Whether a position cuts a surrogate pair. */
export function cutsCharacter(text: string, position: number): boolean {
  return position > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(position - 1, position + 1))
}
