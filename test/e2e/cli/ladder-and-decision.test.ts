import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DecisionRecord } from '../../../shared/domain/decision.ts'
import { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { InProcessCli } from './support/in-process-cli.ts'
import { makeBeir } from './support/make-beir.ts'

let cli: InProcessCli

beforeAll(async () => {
  cli = new InProcessCli()
  const recipe = cli.write('recipe.json', { chunking: { kind: 'none' }, search: { mode: 'fulltext', k: 10 } })
  for (const args of [
    ['import', makeBeir(join(cli.folder, 'small'))],
    ['run', recipe, '--eval', 'small'],
  ]) {
    expect(await cli.run(args)).toMatchObject({ exitCode: 0 })
  }
})
afterAll(() => cli[Symbol.dispose]())

const run = async (...args: string[]) => {
  const ended = await cli.run(args)
  expect(ended).toMatchObject({ exitCode: 0 })
  return ended.stdout
}

test('ladder --json is the report, with the rungs that have no evidence', async () => {
  const report = LadderReport.parse(JSON.parse(await run('ladder', '--json', '--volume', '5000')))
  expect(report).toMatchObject({ queriesPerMonth: 5000, standOn: 'rag', verdict: 'evidenceMissing' })
  expect(report.rungs.map(({ missing }) => missing)).toEqual(['noRuns', null, 'noRuns', 'noRuns'])
})

test('decide keeps versions, lists them, and writes the same record in each format', async () => {
  const saved = JSON.parse(await run('decide', '--answer', 'missing=knowledge', '--save', '--json'))
  expect(saved).toMatchObject({ number: 1, record: { framework: { rung: 'rag' } } })
  expect(JSON.parse(await run('decide', '--history', '--json'))).toMatchObject([{ number: 1 }])
  const record = DecisionRecord.parse(JSON.parse(await run('decide', '--json')))
  expect(record).toEqual(saved.record)
  for (const format of ['md', 'json', 'html']) {
    const file = join(cli.folder, `decision.${format}`)
    await run('decide', '--format', format, '-o', file)
    const text = readFileSync(file, 'utf8')
    expect(text).toContain(record.ladder!.headline)
    if (format === 'json') expect(JSON.parse(text)).toMatchObject({ number: 1, record: { framework: { rung: 'rag' } } })
    else expect(text).toContain('Version 1, saved ')
  }
})

test('ladder and decide read as sentences and a table that is aligned; wrong input has a code and a sentence', async () => {
  const ladder = await run('ladder', '--max-latency', '5000')
  expect(ladder).toMatch(/^Evidence missing: only RAG can be judged so far\n/)
  expect(ladder).toMatch(/^> RAG {8}\w+, the only run +\d\.\d{3} +\[\d\.\d{3}, \d\.\d{3}\] +\d+ +\$0\.00 /m)
  expect(ladder).toContain('Asked      least gain 0.02, no budget, p95 at most 5000 ms')
  expect(ladder).toContain('  Prompt is not in the advice until it has a finished run on these questions.')
  expect(await run('ladder', '--worth', '5')).toContain('0.1 is worth $5.00 per 1,000 queries')
  const decision = await run('decide')
  expect(decision).toMatch(/^Version 1 of /)
  expect(decision).toContain('By your answers  RAG')
  expect(decision).toMatch(/^ {2}\[x\] rag\.labels +Labelled retrieval set: /m)
  expect(await run('decide', '--answer', 'missing=behaviour')).toMatch(/^Draft, other entries than Version 1 of /)
  for (const args of [
    ['ladder', '--worth', 'much'],
    ['decide', '--restore', 'first'],
    // What an unset variable of a script leaves is no 0.
    ['ladder', '--volume', ''],
    ['ladder', '--gain', ''],
    ['decide', '--answer', 'goodExamples='],
    // Nothing that was asked for is left out in silence.
    ['decide', '--override', 'rag.label=Counted by hand.'],
    ['decide', '--restore', '1', '--answer', 'missing=both'],
    ['decide', '--history', '--save'],
  ]) {
    expect(await cli.run(args), args.join(' ')).toMatchObject({ exitCode: 2 })
  }
  expect(await cli.run(['decide', '--restore', '9'])).toMatchObject({ exitCode: 3 })
  expect(await cli.run(['ladder', '--eval', 'none'])).toMatchObject({ exitCode: 3 })
})
