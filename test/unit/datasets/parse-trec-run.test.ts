import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countsAddUp, parseFiles } from '../../support/parse-files.ts'
import { smallDataset } from '../../support/small-dataset.ts'

const run = (lines: readonly string[]) => `${lines.join('\n')}\n`

async function parseWith(text: string | Uint8Array, name = 'mine.run') {
  const dataset = await parseFiles({ ...smallDataset, [name]: text })
  return { dataset, file: dataset.files.find(({ path }) => path === name)!, run: dataset.runs[0] }
}

describe('import of TREC runs', () => {
  test('lines of a run that comes with its dataset: kept by query, on the split that holds its queries', async () => {
    const text = run(['q1 Q0 hub 1 2.5 bm25', 'q1 Q0 valve 2 1e-3 bm25', 'q2\tQ0\tvalve\t1\t-inf\tbm25'])
    const { file, run: taken, dataset } = await parseWith(text)
    expect(file).toMatchObject({ format: 'trec-run', role: 'run', rows: 3, accepted: 3 })
    expect(taken).toMatchObject({ tag: 'bm25', evalSetName: 'test', split: 'test', lines: 3, queries: 5 })
    expect([...taken!.rankings]).toEqual([
      [
        'q1',
        [
          { docId: 'hub', score: 2.5 },
          { docId: 'valve', score: 0.001 },
        ],
      ],
      ['q2', [{ docId: 'valve', score: -Infinity }]],
    ])
    expect(dataset.notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('it answers 2 of 5 queries with at most 2 documents each'),
        expect.stringContaining('3 queries have no line'),
      ]),
    )
  })

  test('every line is taken, a repetition, or rejected with its reason', async () => {
    const {
      file,
      dataset,
      run: taken,
    } = await parseWith(
      run([
        'q1 Q0 hub 1 2 t',
        'q1 Q0 hub 9 2 t',
        'q1 Q0 hub 3 1 t',
        'q1 Q0 valve 4 nan t',
        'q1 Q0 valve 5 0x10 t',
        'q9 Q0 valve 6 1 t',
        'q1 Q0 moon 7 1 t',
        'q1 Q0 valve 8 1',
        '',
        'q1 Q0 valve 9 1 t',
      ]),
    )
    expect(file).toMatchObject({ rows: 9, accepted: 3, duplicates: 1, rejected: 5 })
    expect(dataset.rejections.map(({ row, reason }) => [row, reason])).toEqual([
      [3, expect.stringContaining('in line 1 already, with another score')],
      [4, 'The score "nan" is not a number.'],
      [5, 'The score "0x10" is not a number.'],
      [6, 'The query "q9" is not in test/test.'],
      [8, 'The line has 5 columns; a TREC run has 6.'],
    ])
    expect(taken).toMatchObject({ lines: 3, foreignLines: 1 })
    expect(dataset.notes).toEqual(expect.arrayContaining([expect.stringContaining('not in the corpus (moon)')]))
  })

  test('known by its lines in a text, packed by gzip, and by --as', async () => {
    const text = run(['q1 Q0 hub 1 2.5 bm25', 'q2 Q0 valve 1 1 bm25'])
    const sniffed = await parseFiles({ 'qa.csv': 'id,query,text,docId\nq1,What?,one,hub\n', 'results.txt': text })
    expect(sniffed.files[1]).toMatchObject({ format: 'trec-run', rows: 2, accepted: 1, rejected: 1 })
    expect((await parseWith(gzipSync(text), 'results.run.gz')).run?.lines).toBe(2)
    const forced = await parseFiles({ 'results.md': text }, { as: 'trec-run' })
    expect(forced.files[0]).toMatchObject({ format: 'trec-run', rows: 1, rejected: 1 })
  })

  test.each([
    ['no eval set', {}, 'There is no eval set that the run could answer'],
    ['other queries', smallDataset, 'None of its 1 queries is in test/test'],
    ['another corpus', smallDataset, 'the run was made on another corpus'],
  ])('a run that fits nothing is refused as a whole: %s', async (what, files, reason) => {
    const line = what === 'another corpus' ? 'q1 Q0 elsewhere 1 1 t' : 'x1 Q0 hub 1 1 t'
    const dataset = await parseFiles({ ...files, 'a.run': `${line}\n` })
    expect(dataset.runs).toEqual([])
    expect(dataset.rejections).toMatchObject([{ path: 'a.run', row: null, reason: expect.stringContaining(reason) }])
  })

  test('ids with spaces, which the format cannot hold: found by the spelling that writers use', async () => {
    const dataset = await parseFiles({
      'qa.csv': 'id,query,docId\nmy q,What?,my doc\n',
      'docs.csv': 'docId,text\nmy doc,one\nother,two\n',
      'a.run': 'my_q Q0 my_doc 1 1 t\n',
    })
    expect([...dataset.runs[0]!.rankings]).toEqual([['my q', [{ docId: 'my doc', score: 1 }]]])
  })

  test('law: any lines are taken or refused with a reason, and all counts add up', async () => {
    const word = fc.constantFrom('q1', 'q2', 'q9', 'hub', 'valve', 'moon', 'Q0', '1', '-2.5', 'nan', 'inf', '', 'a b')
    const lines = fc.array(
      fc.array(word, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(' ')),
      { maxLength: 12 },
    )
    const good = fc.tuple(
      fc.constantFrom('q1', 'q2', 'q9'),
      fc.constantFrom('hub', 'valve', 'moon'),
      fc.oneof(fc.double(), fc.integer()),
    )
    const mixed = fc.oneof(
      lines,
      fc.array(
        good.map(([query, doc, score]) => `${query} Q0 ${doc} 1 ${score} t`),
        { maxLength: 12 },
      ),
    )
    await fc.assert(
      fc.asyncProperty(mixed, async (written) => {
        const { dataset, file, run: taken } = await parseWith(run(written))
        expect(countsAddUp(dataset)).toBe(true)
        const kept = [...(taken?.rankings.values() ?? [])].flat().length
        expect(kept).toBe(file.accepted)
      }),
      { numRuns: 200 },
    )
  })
})
