import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportReport } from '../../../shared/domain/dataset-import.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeBeir } from './support/make-beir.ts'
import { countRows, readDatabase } from './support/stored-state.ts'

let cli: InProcessCli
let folder: string

beforeEach(() => {
  cli = new InProcessCli()
  folder = join(cli.folder, 'notes')
  mkdirSync(folder)
  for (const name of ['one', 'two', 'three', 'four'])
    write(name, `The page of ${name} speaks of apples and of ${name}.`)
  const question = { _id: 'q1', query: 'apples', spans: [{ doc: 'one.md', quote: 'speaks of apples' }] }
  writeFileSync(join(folder, 'questions.jsonl'), `${JSON.stringify(question)}\n`)
})
afterEach(() => cli[Symbol.dispose]())

function write(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.md`), `# Page ${name}\n\n${text}\n`)
}

/** One document added, one changed, one removed; two stay. */
function changeFolder(): void {
  write('five', 'A new page about pears.')
  write('two', 'The page of two speaks of plums now.')
  rmSync(join(folder, 'three.md'))
}

function contentOf(database: DatabaseSync): Record<string, unknown[]> {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as {
    name: string
  }[]
  return Object.fromEntries(tables.map(({ name }) => [name, database.prepare(`SELECT * FROM ${name}`).all()]))
}

describe('importing a folder again', () => {
  test('adds, changes and removes only what differs, and says so', async () => {
    await cli.succeed(['import', folder])
    const before = readDatabase(cli.workspace, (database) => countRows(database, 'contents'))
    changeFolder()
    const summary = await cli.succeed(['import', folder])
    expect(summary).toMatch(
      /corpus notes, version 2 \([0-9a-f]{12}\), 4 documents: 1 added, 1 changed, 1 removed, 2 unchanged/,
    )
    const after = readDatabase(cli.workspace, (database) => countRows(database, 'contents'))
    expect(after).toBe(before + 2)

    const report = await cli.json<ImportReport>(['import', folder])
    expect(report.corpusDiff).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 4 })
    expect(report.corpus).toMatchObject({ number: 2, documents: 4 })
    expect(await cli.succeed(['import', folder])).toMatch(/4 documents: nothing changed/)
  })

  test('embeds only the documents that differ', async () => {
    await using server = await OpenAiServer.start()
    const recipe = cli.write('recipe.json', {
      embedding: { kind: 'openai', baseUrl: server.baseUrl },
      search: { mode: 'vector', k: 5 },
    })
    await cli.succeed(['import', folder])
    await cli.succeed(['run', recipe])
    const first = server.embeddedTexts.length
    expect(first).toBe(5)
    changeFolder()
    await cli.succeed(['import', folder])
    await cli.succeed(['run', recipe])
    expect(server.embeddedTexts.slice(first).map((text) => /plums|pears/.exec(text)?.[0])).toEqual(['pears', 'plums'])
  })

  test('a dry run says the same and changes nothing', async () => {
    await cli.succeed(['import', folder])
    const before = readDatabase(cli.workspace, contentOf)
    changeFolder()
    const said = await cli.run(['import', folder, '--dry-run'])
    expect(said).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('dry run: nothing was imported') })
    expect(said.stdout).toContain('documents 4 · queries 1')
    expect(readDatabase(cli.workspace, contentOf)).toEqual(before)
  })

  test('another dataset under the same name is not mixed in', async () => {
    await cli.succeed(['import', folder])
    const other = makeBeir(join(cli.folder, 'other'))
    const { exitCode, stderr } = await cli.run(['import', other, '--name', 'notes'])
    expect(exitCode).not.toBe(0)
    expect(stderr).toMatch(
      /a corpus "notes" already, and none of its 4 documents is in this import\. Nothing was imported; give this one another name/,
    )
    const { corpora } = await cli.json<{ corpora: { corpusName: string; number: number }[] }>(['datasets'])
    expect(corpora).toMatchObject([{ corpusName: 'notes', number: 1 }])
  })
})
