import { answerWithoutCitations } from './answer-without-citations.ts'

/** Words that may stand around the agreed one: "The answer was not found in the sources." */
const courtesies = new Set(
  'answer the a an is are was were be been could can it this that information in of any given provided sources source context documents text sorry i im'.split(
    ' ',
  ),
)

/**
 * How a model says it in the language of the question although the agreed words are English. Whole answers only, each a
 * sentence that names the answer or the sources, so that a negative answer to the question itself is not taken for one.
 */
const sentences = [
  // German
  /^(?:leider )?(?:(?:die|eine) )?(?:antwort|information(?:en)?) (?:(?:wurde|konnte|ist) )?(?:(?:in den|in dem|im) (?:(?:angegebenen|bereitgestellten|vorliegenden) )?(?:quellen|kontext|text|texten|dokumenten) )?(?:nicht )(?:gefunden|enthalten|auffindbar)(?: werden)?$/,
  /^nicht gefunden$/,
  // French
  /^(?:désolé )?(?:la |l)?(?:réponse|information) (?:na pas été trouvée|nest pas trouvée|est introuvable|ne figure pas|ne se trouve pas)(?: dans (?:les|le) (?:sources?|contexte|textes?|documents?)(?: fourni(?:e?s)?)?)?$/,
  /^(?:non trouvée?|introuvable)$/,
  // Spanish
  /^(?:lo siento )?(?:no se (?:ha encontrado|encontró|encuentra) la (?:respuesta|información)|la (?:respuesta|información) no (?:se (?:ha encontrado|encontró|encuentra)|está|aparece|figura))(?: en (?:las|el|los) (?:fuentes|contexto|textos?|documentos?)(?: proporcionad[oa]s?)?)?$/,
  /^no encontrad[oa]$/,
  // Italian
  /^(?:mi dispiace )?(?:la risposta|linformazione) non (?:è stata trovata|è presente|si trova)(?: (?:nelle|nel|nei) (?:fonti|contesto|testo|testi|documenti)(?: fornit[oaie])?)?$/,
  /^non trovat[oa]$/,
  // Portuguese
  /^(?:desculpe )?a (?:resposta|informação) não (?:foi encontrada|está|se encontra|consta)(?: (?:nas|no|nos) (?:fontes|contexto|textos?|documentos?)(?: fornecid[oa]s?)?)?$/,
  /^não encontrad[oa]$/,
  // Dutch
  /^(?:helaas )?(?:het antwoord|de informatie) (?:is |werd |kon )?niet (?:gevonden|te vinden)(?: worden)?(?: in (?:de|het) (?:(?:gegeven|verstrekte) )?(?:bronnen|context|tekst|teksten|documenten))?$/,
  /^niet gevonden$/,
]

/**
 * Whether an answer says that nothing was found: the agreed words alone, whatever their case, punctuation and citations,
 * or with nothing around them that says more; or a whole sentence that says so in German, French, Spanish, Italian,
 * Portuguese or Dutch. "Gold was not found" is an answer.
 * @param notFound the agreed words; '' = abstaining is not offered, so nothing is an abstention.
 */
export function isAbstention(text: string, notFound: string): boolean {
  const agreed = wordsOf(notFound)
  const said = wordsOf(answerWithoutCitations(text))
  if (agreed.length === 0) return false
  for (let at = 0; at + agreed.length <= said.length; at++) {
    if (!agreed.every((word, offset) => said[at + offset] === word)) continue
    const around = [...said.slice(0, at), ...said.slice(at + agreed.length)]
    if (around.every((word) => courtesies.has(word))) return true
  }
  const sentence = said.join(' ')
  return sentences.some((known) => known.test(sentence))
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/['’]/g, '')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  )
}
