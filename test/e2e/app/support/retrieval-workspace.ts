import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../../../../main/engine/engine.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { jsonl } from '../../../support/parse-files.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const hostile = '<img src=x onerror="window.__executed=1"><script>window.__executed=1</script>'

/** Pages and questions with everything that a screen of results has to bear. */
const retrievalFiles: Readonly<Record<string, string>> = {
  'hub.md': `# The hub\n\nThe hub stores readings and sends them once an hour.\n\n${'Filler about nothing in particular. '.repeat(60)}\n\nThe lamp on its front turns amber when the link is lost.`,
  'valve.md':
    '# The valve\n\nA valve that sticks is opened and closed ten times, then cleaned with warm water.\n\nThe lamp of a valve is green.',
  'radio.md': `# الراديو 📡 ${hostile}\n\nThe radio reaches two hundred metres; walls and wet leaves shorten its range. ${hostile}`,
  'sensor.md': '# The sensor\n\nA soil sensor measures moisture; its battery lasts two years. Its lamp is red.',
  'questions.jsonl': jsonl([
    {
      _id: '1',
      query: 'What helps when a valve sticks?',
      answers: ['Opening it ten times'],
      spans: [{ doc: 'valve.md', quote: 'opened and closed ten times' }],
      tags: ['easy'],
    },
    {
      _id: '2',
      query: `How far does the radio reach? 📡 إلى أي مدى ${hostile}`,
      answers: [hostile],
      spans: [{ doc: 'radio.md', quote: 'two hundred metres' }],
      tags: ['radio'],
    },
    { _id: '3', query: 'How does one bake bread?', answers: [], tags: ['off topic'] },
    {
      _id: '4',
      query: 'lamp green red battery valve sensor',
      answers: [],
      spans: [{ doc: 'hub.md', quote: 'turns amber when the link is lost' }],
    },
    { _id: '5', query: 'zzz qqq', answers: ['nobody knows'], spans: [{ doc: 'radio.md', quote: 'wet leaves' }] },
    {
      _id: '6',
      query: `${'long '.repeat(200)}moisture`,
      answers: ['x'.repeat(3000)],
      spans: [{ doc: 'sensor.md', quote: 'measures moisture' }],
    },
  ]),
}

/**
 * Imports the files and runs full-text, vector and hybrid search over short chunks, and full-text search
 * over whole pages.
 */
export async function runRetrieval(engine: Engine): Promise<Run[]> {
  await importRetrievalFiles(engine, 'help')
  engine.experiments.start({
    base: { chunking: { sizeTokens: 32, overlapTokens: 0 } },
    grid: { 'search.mode': ['fulltext', 'vector', 'hybrid'] },
  })
  engine.experiments.start({ base: { chunking: { kind: 'none' }, search: { mode: 'fulltext' } }, grid: {} })
  await engine.jobs.idle()
  const runs = engine.experiments.listRuns()
  for (const { name, status, error } of runs) if (status !== 'finished') throw new Error(`${name}: ${status}, ${error}`)
  return runs
}

export async function importRetrievalFiles(engine: Engine, name: string): Promise<void> {
  using files = temporaryFolder()
  const folder = join(files.path, name)
  await mkdir(folder)
  for (const [path, content] of Object.entries(retrievalFiles)) await writeFile(join(folder, path), content)
  engine.datasets.import({ paths: [folder], name, mapping: {}, dryRun: false })
  await engine.jobs.idle()
}
