import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../../../shared/domain/random.ts'

const syllables = [
  'ka',
  'ro',
  'mi',
  'ten',
  'sol',
  'vu',
  'lar',
  'pes',
  'din',
  'go',
  'fra',
  'nel',
  'bis',
  'tor',
  'hul',
  'wa',
]

/**
 * A folder with made-up Markdown documents and questions whose answers are quoted spans of them; the same for the same
 * counts, on every machine.
 */
export function makeSpanDataset(
  folder: string,
  { documents, questions }: { documents: number; questions: number },
): void {
  const random = createRandom(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  // Few words come often and most seldom, as in real text.
  const words = Array.from({ length: 400 }, () =>
    Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(syllables)).join(''),
  )
  const word = () => words[Math.floor(random() ** 3 * words.length)]!
  const sentence = () => `${Array.from({ length: 7 + Math.floor(random() * 6) }, word).join(' ')}.`

  mkdirSync(join(folder, 'docs'), { recursive: true })
  const sentences: { doc: string; quote: string }[] = []
  for (let number = 0; number < documents; number += 1) {
    const doc = `docs/page-${String(number).padStart(3, '0')}.md`
    const sections = Array.from({ length: 4 }, () => {
      const body = Array.from({ length: 5 }, sentence)
      for (const quote of body) sentences.push({ doc, quote })
      return `## ${word()} ${word()}\n\n${body.join(' ')}\n`
    })
    writeFileSync(join(folder, doc), `# ${word()} ${word()}\n\n${sections.join('\n')}`)
  }
  const lines = Array.from({ length: questions }, (_, number) => {
    const { doc, quote } = pick(sentences)
    const query =
      quote
        .slice(0, -1)
        .split(' ')
        .filter(() => random() < 0.6)
        .join(' ') || quote
    return JSON.stringify({ _id: `q${number}`, query, spans: [{ doc: doc.replace('docs/', ''), quote }] })
  })
  writeFileSync(join(folder, 'questions.jsonl'), `${lines.join('\n')}\n`)
}
