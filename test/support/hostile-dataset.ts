import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jsonl } from './parse-files.ts'
import { executedFlag } from './watched-page.ts'

const act = `window.${executedFlag}=1`

/** Texts that act where a page takes imported text for markup, a template or an address. */
export const hostileTexts = [
  `<img src=x onerror="${act}">`,
  `<script>${act}</script>`,
  `"><svg onload=${act}>`,
  `<iframe srcdoc="<script>parent.${executedFlag}=1</script>"></iframe>`,
  `<a href="javascript:${act}">press me</a>`,
  `<style>*{display:none}</style><img src="https://rungs.invalid/pixel.png">`,
  `{{constructor.constructor('${act}')()}} ${'$'}{${act}}`,
  `![picture](https://rungs.invalid/pixel.png) [link](javascript:${act})`,
] as const

/** Cells that a spreadsheet would compute. */
export const formulas = [
  '=HYPERLINK("https://rungs.invalid","x")',
  '+1+1',
  '-2+3',
  "@SUM(1)|cmd|' /C calc'!A0",
  '\t=1+1',
]

/** Text from right to left, marks that turn the direction, characters outside the first plane, one half of a pair. */
export const strangeTexts = [
  'كم مترًا يصل الراديو؟ 📡',
  'מה משך האחריות? 🧑🏽‍🔧🏳️‍🌈',
  'turned \u202Eround\u202C and \u2066isolated\u2069',
  'half a pair \uD83D and nothing \u0000 there',
] as const

/** The name of the folder, which becomes the dataset's. */
export const hostileName = `=1+1 <img src=x onerror=${act}>`
/** Documents, questions, answers, ids, tags and a file name, all hostile; one document has a line of 2 MB. */
export const hostileTwoMegabytes = 'x'.repeat(2_000_000)

const all = [...hostileTexts, ...formulas, ...strangeTexts]

/** A BEIR folder whose every field is hostile. @returns its path. */
export async function writeHostileBeir(parent: string): Promise<string> {
  const folder = join(parent, hostileName)
  await mkdir(join(folder, 'qrels'), { recursive: true })
  // What separates the columns of judgments, and what cannot be written in UTF-8, cannot be in an id that they name.
  const word = (index: number) => all[index]!.replaceAll(/[\t\0\uD83D](?![\uDC00-\uDFFF])/g, ' ').trim()
  const docId = (index: number) => `${word(index)} d${index}`
  const queryId = (index: number) => `${word(index)} q${index}`
  await writeFile(
    join(folder, 'corpus.jsonl'),
    jsonl([
      ...all.map((text, index) => ({
        _id: docId(index),
        title: text,
        text: `${text} ${text} sentence number ${index} about radio`,
      })),
      { _id: 'two-megabytes', title: 'One line', text: hostileTwoMegabytes },
    ]),
  )
  await writeFile(
    join(folder, 'queries.jsonl'),
    jsonl(all.map((text, index) => ({ _id: queryId(index), text: `${text} sentence number ${index}`, tags: [text] }))),
  )
  await writeFile(
    join(folder, 'answers.jsonl'),
    jsonl(all.map((text, index) => ({ _id: queryId(index), answers: [text], tags: [text] }))),
  )
  const judgments = all.map((_, index) => `${queryId(index)}\t${docId(index)}\t1`)
  await writeFile(join(folder, 'qrels', 'test.tsv'), ['query-id\tcorpus-id\tscore', ...judgments, ''].join('\n'))
  return folder
}

/** A CSV with a header of 50,000 columns. @returns its path. */
export async function writeWideCsv(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true })
  const path = join(parent, 'wide.csv')
  const columns = Array.from({ length: 50_000 }, (_, index) => `column ${index}`)
  await writeFile(path, `${columns.join(',')}\n${columns.map(() => '=1+1').join(',')}\n`)
  return path
}

/** Questions with their text in a table whose header, cells and file name are hostile. @returns its path. */
export async function writeHostileCsv(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true })
  const path = join(parent, `cases <img src=x onerror=${act}>.csv`)
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  const header = ['question', 'answer', `<img src=x onerror=${act}>`, '=1+1']
  // A zero byte makes a file binary, which is refused as a whole.
  const rows = all.map((text) => text.replace('\0', ' ')).map((text) => [`${text} asked`, text, text, text])
  await writeFile(path, [header, ...rows].map((row) => row.map(quote).join(',')).join('\n'))
  return path
}
