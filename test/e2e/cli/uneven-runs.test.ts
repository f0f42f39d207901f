import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportReport } from '../../../shared/domain/dataset-import.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeBeir } from './support/make-beir.ts'

let cli: InProcessCli
let fulltext: string

beforeAll(async () => {
  cli = new InProcessCli()
  fulltext = cli.write('fulltext.json', { chunking: { kind: 'none' }, search: { mode: 'fulltext', k: 5 } })
  await cli.succeed(['import', makeBeir(join(cli.folder, 'first'))])
  await cli.succeed(['import', makeBeir(join(cli.folder, 'second'))])
})
afterAll(() => cli[Symbol.dispose]())

describe('runs that do not match', () => {
  test('a baseline on other questions: the missing differences are said, not left to be taken for none', async () => {
    const runIds: string[] = []
    for (const name of ['first', 'second']) {
      await cli.succeed(['run', fulltext, '--eval', name])
      runIds.push((await cli.json<Run[]>(['runs'])).at(-1)!.runId)
    }
    const [base, other] = runIds
    const { stdout, stderr } = await cli.run(['compare', '--baseline', base!])
    expect(stdout).toContain('(baseline)')
    expect(stderr).toContain(`No differences for ${other}: they were run on other questions`)
    expect((await cli.run(['compare', base!, '--baseline', base!])).stderr).toBe('')
  })

  test('questions without any relevant document: said before the run, and the run has its latency', async () => {
    const folder = makeBeir(join(cli.folder, 'unjudged'))
    writeFileSync(join(folder, 'qrels', 'test.tsv'), 'query-id\tcorpus-id\tscore\nq1\ttides\t0\n')
    await cli.succeed(['import', folder])
    const { stderr, stdout, exitCode } = await cli.run(['run', fulltext, '--eval', 'unjudged'])
    expect(exitCode).toBe(0)
    expect(stderr).toContain('No question of unjudged/test has a relevant document')
    expect(stdout).toContain('latencyMs')
    expect(stdout).not.toContain('ndcg')
  })

  test('a path after --map is a path', async () => {
    cli.write('table.csv', 'question,answer\nWhat is glass made of?,Sand\n')
    const path = join(cli.folder, 'table.csv')
    const report = await cli.json<ImportReport>([
      'import',
      '--dry-run',
      '--map',
      'query=question',
      'answers=answer',
      path,
    ])
    expect(report).toMatchObject({ queries: 1, files: [{ mapping: { query: 'question', answers: 'answer' } }] })
  })
})

describe('runs that fail', () => {
  test('say why in the exit code, keep nothing else from being resumed, and are not exported as rankings', async () => {
    await using server = await OpenAiServer.start({ dimensions: 8, apiKey: 'another-key' })
    const refused = cli.write('refused.json', {
      embedding: { kind: 'openai', baseUrl: server.baseUrl },
      search: { mode: 'vector', k: 5 },
    })
    const runRefused = () => cli.run(['run', refused, '--eval', 'first'])
    expect((await runRefused()).exitCode, 'a provider refused').toBe(9)
    expect((await runRefused()).exitCode).toBe(9)
    const failed = (await cli.json<JobSnapshot[]>(['jobs'])).filter(({ status }) => status === 'failed')
    expect(failed).toHaveLength(2)

    const { exitCode, stderr } = await cli.run(['resume'])
    expect(stderr.match(/^Resuming /gm), 'the second job is resumed though the first failed again').toHaveLength(2)
    expect(stderr).toContain('2 of 2 resumed jobs failed')
    expect(exitCode).toBe(14)

    const runs = await cli.json<Run[]>(['runs'])
    const unfinished = runs.filter(({ status }) => status === 'failed')
    const single = await cli.run(['compare', unfinished[0]!.runId, '--format', 'trec'])
    expect(single).toMatchObject({ exitCode: 2, stdout: '' })
    expect(single.stderr).toContain('is failed, so its rankings are not complete')
    const folder = join(cli.folder, 'trec')
    const several = await cli.run(['compare', '--format', 'trec', '-o', folder])
    expect(several.stderr).toContain('Left out 2 that are not finished')
    expect(readdirSync(folder)).toHaveLength(runs.length - 2)
  })
})
