import { describe, expect, test } from 'vitest'
import { countsAddUp, jsonl, parseFiles } from '../../support/parse-files.ts'

describe('import of tables', () => {
  test('a CSV of questions and answers: columns are guessed, splits and labels kept', async () => {
    const dataset = await parseFiles({
      'qa.csv':
        'id,Question,Answer,split,type,Difficulty,docId,comment\n' +
        'a,What?,"one\ntwo",train,fact,3,d1,x\nb,Why?,"[""p"",""q""]",,how,,"[""d1"",""d2""]",\n',
    })
    expect(dataset.queries).toEqual([
      { queryId: 'a', text: 'What?', answers: ['one\ntwo'], spans: [], tags: ['fact', 'Difficulty:3'], split: 'train' },
      { queryId: 'b', text: 'Why?', answers: ['p', 'q'], spans: [], tags: ['how'], split: 'test' },
    ])
    expect(dataset.judgments).toEqual([
      { split: 'train', queryId: 'a', docId: 'd1', grade: 1 },
      { split: 'test', queryId: 'b', docId: 'd1', grade: 1 },
      { split: 'test', queryId: 'b', docId: 'd2', grade: 1 },
    ])
    expect(dataset.files[0]).toMatchObject({
      role: 'examples',
      columns: ['id', 'Question', 'Answer', 'split', 'type', 'Difficulty', 'docId', 'comment'],
      mapping: {
        query: 'Question',
        answers: 'Answer',
        queryId: 'id',
        docId: 'docId',
        split: 'split',
        tags: 'type, Difficulty',
      },
    })
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('rows with question and text: both are taken, the question is relevant to its text, the same text is one document', async () => {
    const dataset = await parseFiles({
      'squad.jsonl': jsonl([
        { question: 'Who?', context: 'Ada wrote it.', title: 'T', answers: { text: ['Ada'], answer_start: [0] } },
        { question: 'What?', context: 'Ada wrote it.', title: 'T', answers: { text: ['it'], answer_start: [10] } },
        { question: 'When?', context: 'Nobody knows.', title: 'U', answers: { text: [], answer_start: [] } },
        { question: 'When?', context: 'Nobody knows.', title: 'U', answers: { text: [], answer_start: [] } },
      ]),
    })
    expect(dataset.documents.map(({ docId, text, title }) => [docId, text, title])).toEqual([
      ['squad.jsonl#1', 'Ada wrote it.', 'T'],
      ['squad.jsonl#3', 'Nobody knows.', 'U'],
    ])
    expect(dataset.queries.map((query) => [query.queryId, query.answers, query.spans])).toEqual([
      ['squad.jsonl#1', ['Ada'], [{ docId: 'squad.jsonl#1', start: 0, end: null, quote: 'Ada' }]],
      ['squad.jsonl#2', ['it'], [{ docId: 'squad.jsonl#1', start: 10, end: null, quote: 'it' }]],
      ['squad.jsonl#3', [], []],
    ])
    expect(dataset.judgments.map((judgment) => [judgment.queryId, judgment.docId])).toEqual([
      ['squad.jsonl#1', 'squad.jsonl#1'],
      ['squad.jsonl#2', 'squad.jsonl#1'],
      ['squad.jsonl#3', 'squad.jsonl#3'],
    ])
    expect(dataset.files[0]).toMatchObject({ rows: 4, accepted: 3, duplicates: 1, rejected: 0 })
  })

  test('rows that repeat a question for several graded documents: one question, several judgments', async () => {
    const dataset = await parseFiles({
      'pairs.csv':
        'qid,query,docid,passage,grade\nq1,a?,d1,text one,2\nq1,a?,d2,text two,0\nq1,a?,d2,text two,1\nq2,b?,d1,other,1\n',
    })
    expect(dataset.queries).toHaveLength(1)
    expect(dataset.judgments.map((judgment) => judgment.grade)).toEqual([2, 0])
    expect(dataset.rejections.map((rejection) => rejection.reason)).toEqual([
      expect.stringContaining('already judged 0'),
      expect.stringContaining('stands for another text'),
    ])
  })

  test('spans: lists of objects, JSON in a CSV cell, and columns of their own make their documents relevant', async () => {
    const spanList = [
      { doc: 'd1', quote: 'x y' },
      { doc: 'd2', start: 3, end: 5 },
    ]
    const dataset = await parseFiles({
      'a.jsonl': jsonl([{ _id: 'a', query: 'a?', spans: spanList }]),
      'b.csv': `id,query,spans\nb,b?,"${JSON.stringify(spanList).replaceAll('"', '""')}"\n`,
      'c.csv': 'id,query,spanDoc,spanStart,spanEnd,spanQuote\nc,c?,d1,4,7,abc\nd,d?,,,,\n',
    })
    const stated = [
      { docId: 'd1', start: null, end: null, quote: 'x y' },
      { docId: 'd2', start: 3, end: 5, quote: null },
    ]
    expect(dataset.queries.map((query) => query.spans)).toEqual([
      stated,
      stated,
      [{ docId: 'd1', start: 4, end: 7, quote: 'abc' }],
      [],
    ])
    expect(dataset.judgments.map(({ queryId, docId, grade }) => `${queryId} ${docId} ${grade}`)).toEqual([
      'a d1 1',
      'a d2 1',
      'b d1 1',
      'b d2 1',
      'c d1 1',
    ])
  })

  test('spans that say too little or nonsense: the row is rejected with the reason', async () => {
    const row = (id: string, spans: unknown) => ({ _id: id, query: 'a?', spans })
    const dataset = await parseFiles({
      'a.jsonl': jsonl([
        row('1', 'text'),
        row('2', [7]),
        row('3', [{ quote: 'x' }]),
        row('4', [{ doc: 'd' }]),
        row('5', [{ doc: 'd', start: 1.5, end: 2 }]),
        row('6', [{ doc: 'd', start: 5, end: 5 }]),
        row('7', [{ doc: 'd', start: 5 }]),
        row('8', []),
        row('9', null),
      ]),
    })
    expect(dataset.queries.map((query) => query.queryId)).toEqual(['8', '9'])
    expect(dataset.rejections.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
      '1 The column "spans" holds no list.',
      '2 Span 1 is neither an object nor a pair of offsets.',
      '3 Span 1 names no document.',
      '4 Span 1 has neither offsets nor a quote.',
      '5 Span 1 has offsets that are not whole numbers.',
      expect.stringContaining('6 Span 1 has the offsets 5 to 5'),
      '7 Span 1 has a start, but no end, quote or answer.',
    ])
  })

  test('documents in a table: ids, titles and texts; rows without an id or a text are rejected', async () => {
    const dataset = await parseFiles({
      'docs.json': JSON.stringify({
        data: [
          { doc_id: 1, title: 'A', body: 'alpha' },
          { doc_id: 2, title: 'B', body: '' },
          { title: 'C', body: 'gamma' },
          { doc_id: 1, title: 'A', body: 'alpha' },
          'text',
        ],
      }),
    })
    expect(dataset.documents).toMatchObject([{ docId: '1', title: 'A', text: 'alpha' }])
    expect(dataset.files[0]).toMatchObject({ role: 'corpus', rows: 5, accepted: 1, duplicates: 1, rejected: 3 })
  })

  test('a table of judgments: query, document, grade', async () => {
    const dataset = await parseFiles({
      'q.jsonl': jsonl([{ id: 'q1', question: 'a?' }]),
      'judged.csv': 'query_id;doc_id;grade;split\nq1;d1;2;dev\nq1;d2;x;dev\nq9;d1;1;dev\n',
    })
    expect(dataset.judgments).toEqual([{ split: 'dev', queryId: 'q1', docId: 'd1', grade: 2 }])
    expect(dataset.queries[0]?.split).toBeNull()
    expect(dataset.files.map((file) => file.role)).toEqual(['qrels', 'examples'])
    expect(dataset.rejections.map((rejection) => rejection.row)).toEqual([3, 4])
  })

  test('judgments of queries that are stored already: taken', async () => {
    const known = { knownQueryIds: new Set(['q1']) }
    const dataset = await parseFiles({ 'qrels.txt': 'q1 0 d1 1\nq2 0 d1 1\n' }, known)
    expect(dataset.judgments).toHaveLength(1)
    expect(dataset.rejections).toHaveLength(1)
  })

  test('the same question id with other content: rejected; with the same content: a repetition', async () => {
    const dataset = await parseFiles({
      'a.jsonl': jsonl([
        { id: 'q', query: 'a?' },
        { id: 'q', query: 'a?' },
        { id: 'q', query: 'b?' },
        { query: 'c?' },
        { id: 'r', query: '' },
      ]),
    })
    expect(dataset.files[0]).toMatchObject({ rows: 5, accepted: 1, duplicates: 1, rejected: 3 })
    expect(dataset.rejections.map((rejection) => rejection.row)).toEqual([3, 4, 5])
  })

  test('a mapping: corrects the guess', async () => {
    const files = { 'odd.csv': 'frage,antwort,quelle,sorte,stufe\nWas?,Das,d1,fakt,leicht\n' }
    const guessed = await parseFiles(files)
    expect(guessed.documents).toHaveLength(1)
    const mapping = { query: 'frage', answers: 'antwort', docId: 'quelle', tags: 'sorte, stufe' }
    const mapped = await parseFiles(files, { mapping })
    expect(mapped.queries).toEqual([
      { queryId: 'odd.csv#2', text: 'Was?', answers: ['Das'], spans: [], tags: ['fakt', 'leicht'], split: 'test' },
    ])
    expect(mapped.documents).toEqual([])
    expect(mapped.files[0]?.mapping).toEqual(mapping)
  })

  test('a mapping to a column that no file has: refused, naming field, column and the columns there are', async () => {
    const files = { 'a.csv': 'one,two\n1,2\n' }
    await expect(parseFiles(files, { mapping: { query: 'three' } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/query=three.*"three".*"one", "two"/),
      details: { field: 'query', column: 'three' },
    })
  })

  test('a table without known columns: one document, nothing lost', async () => {
    const dataset = await parseFiles({
      'sheet.csv': 'rank;company\n1;A|B\n2\n',
      'config.json': '{"a": 1}',
      'log.jsonl': '{"level": "info"}\n',
    })
    expect(dataset.documents.map(({ docId, text, syntax }) => [docId, text, syntax])).toEqual([
      ['config.json', '{"a": 1}', 'plain'],
      ['log.jsonl', '{"level": "info"}\n', 'plain'],
      ['sheet.csv', '| rank | company |\n| --- | --- |\n| 1 | A\\|B |\n| 2 |  |', 'markdown'],
    ])
    expect(dataset.rejections).toEqual([])
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('CSV: delimiters, quoted line breaks, ragged rows, repeated headers, open quotes', async () => {
    const dataset = await parseFiles({
      'ragged.csv': 'id,query,query\n1,"a\nb",x\n2,c\n3,"d ""e""",y,z\n4,f "g",h\n',
      'tab.tsv': 'id\tquery\n5\ta,b\n',
      'pipe.csv': 'id|query\n6|"x|y"\n',
      'open.csv': 'id,query\n7,ok\n8,"never closed\n9,lost\n',
      'bom.csv': '\ufeffid,query\n10,with a mark\n',
      'empty.csv': '',
      'header.csv': 'id,query\n',
    })
    expect(dataset.queries.map(({ queryId, text }) => [queryId, text])).toEqual([
      ['10', 'with a mark'],
      ['7', 'ok'],
      ['6', 'x|y'],
      ['1', 'a\nb'],
      ['4', 'f "g"'],
      ['5', 'a,b'],
    ])
    expect(dataset.rejections.map(({ path, row }) => [path, row])).toEqual([
      ['empty.csv', null],
      ['open.csv', 3],
      ['ragged.csv', 4],
      ['ragged.csv', 5],
    ])
    expect(dataset.notes).toEqual([expect.stringContaining('"query" appears more than once')])
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('huge tables: 50,000 columns are refused, a field of 2 MB is taken', async () => {
    const wide = Array.from({ length: 50_000 }, (_, index) => `c${index}`).join(',')
    const long = 'word '.repeat(400_000)
    const dataset = await parseFiles({
      'wide.csv': `${wide}\n`,
      'wide.json': JSON.stringify([Object.fromEntries(wide.split(',').map((name) => [name, 1]))]),
      'long.csv': `id,text\n1,"${long}"\n`,
    })
    expect(dataset.documents.map((document) => document.text.length)).toEqual([long.length])
    expect(dataset.rejections.map((rejection) => rejection.path)).toEqual(['wide.csv', 'wide.json'])
    expect(dataset.rejections[0]?.reason).toContain('50000 columns')
  })

  test('columns named like parts of every object: read as columns', async () => {
    const dataset = await parseFiles({
      'a.csv': 'constructor,__proto__,query\nx,y,a?\n',
      'b.jsonl': '{"query":"b?","__proto__":{"id":"z"},"hasOwnProperty":1}\n',
    })
    expect(dataset.queries.map((query) => query.text)).toEqual(['a?', 'b?'])
  })

  test('training sets: taken as such', async () => {
    const dataset = await parseFiles({
      'chat.jsonl': jsonl([{ messages: [{ role: 'user', content: 'hi' }] }]),
      'pairs.jsonl': jsonl([{ prompt: 'a', completion: 'b' }]),
    })
    expect(dataset.files.map((file) => file.role)).toEqual(['training', 'training'])
    expect(dataset.training.files.map(({ shape }) => shape)).toEqual(['chat', 'prompt-completion'])
    expect(dataset.rejections).toEqual([])
  })
})
