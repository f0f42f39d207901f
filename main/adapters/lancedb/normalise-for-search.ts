import type { SearchLanguage } from '../../../shared/domain/recipe.ts'

const notAscii = /[^\p{ASCII}]/u
const marksOnLatin = /(\p{Script=Latin})\p{M}+/gu

/**
 * Brings indexed text and queries to one form. Composed and decomposed letters must meet; and because LanceDB stems
 * before it folds accents, an English `résumé` would never meet `resume` unless the accents go first. Stemmers of other
 * languages need their accents, so there they stay.
 */
export function normaliseForSearch(text: string, language: SearchLanguage): string {
  if (!notAscii.test(text)) return text
  const wellFormed = text.toWellFormed()
  if (language !== 'English') return wellFormed.normalize('NFC')
  return wellFormed.normalize('NFKD').replace(marksOnLatin, '$1').normalize('NFC')
}
