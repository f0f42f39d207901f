import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { createParquetReader } from '../../../main/adapters/parquet/create-parquet-reader.ts'
import { AppError } from '../../../shared/domain/app-error.ts'

type WriteOptions = Parameters<typeof parquetWriteBuffer>[0]

const reader = createParquetReader()
const write = (options: WriteOptions) => new Uint8Array(parquetWriteBuffer(options))

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await reader.read(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  return (error as AppError).message
}

const long = 'the same words again and again '.repeat(50)

const cutShort = (input: Uint8Array) => input.slice(0, 40)
/** Unpacks to far more than the page states. */
const packBomb = () => gzipSync(Buffer.alloc(50_000_000))

describe('parquet reader', () => {
  test.each([
    ['UNCOMPRESSED', undefined],
    ['SNAPPY', undefined],
    ['GZIP', (input: Uint8Array) => gzipSync(input)],
    ['ZSTD', (input: Uint8Array) => zstdCompressSync(input)],
  ] as const)('%s: columns by name, records in order', async (codec, pack) => {
    const bytes = write({
      codec,
      ...(pack && { compressors: { [codec]: pack } }),
      columnData: [
        { name: 'question', data: ['What?', 'Why?', long], type: 'STRING' },
        { name: 'rank', data: [1, 2, 3], type: 'INT32' },
      ],
    })
    const [table] = await reader.read(bytes)
    expect(table).toMatchObject({ name: null, columns: ['question', 'rank'] })
    expect(table!.rows).toEqual([
      { row: 1, values: ['What?', 1] },
      { row: 2, values: ['Why?', 2] },
      { row: 3, values: [long, 3] },
    ])
  })

  test('values: whole numbers of any size, dates as ISO 8601, lists, structures, nothing', async () => {
    const bytes = write({
      columnData: [
        { name: 'big', data: [12n, 2n ** 60n], type: 'INT64' },
        { name: 'at', data: [new Date('2026-01-31T08:30:00Z'), null], type: 'TIMESTAMP', nullable: true },
        { name: 'answers', data: [{ text: ['a', 'b'] }, { text: [] }], type: 'JSON' },
        { name: 'yes', data: [true, false], type: 'BOOLEAN' },
      ],
    })
    const [table] = await reader.read(bytes)
    expect(table!.rows.map(({ values }) => values)).toEqual([
      [12, '2026-01-31T08:30:00.000Z', { text: ['a', 'b'] }, true],
      [String(2n ** 60n), null, { text: [] }, false],
    ])
  })

  test('what cannot be read is refused with a sentence', async () => {
    const bytes = write({ codec: 'UNCOMPRESSED', columnData: [{ name: 'x', data: ['a'], type: 'STRING' }] })
    expect(await refusal(Buffer.from('no parquet at all'))).toContain('damaged or no Parquet file')
    expect(await refusal(new Uint8Array(0))).toContain('damaged or no Parquet file')
    const encrypted = Uint8Array.from(bytes)
    encrypted.set(Buffer.from('PARE'), bytes.length - 4)
    expect(await refusal(encrypted)).toContain('encrypted')
    const cut = Uint8Array.from(bytes)
    cut.set([0xff, 0xff, 0, 0], bytes.length - 8)
    expect(await refusal(cut)).toContain('damaged')
    const lz4 = write({
      codec: 'LZ4',
      compressors: { LZ4: cutShort },
      columnData: [{ name: 'x', data: [long], type: 'STRING' }],
    })
    expect(await refusal(lz4)).toContain('packed by LZ4, which is not supported')
  })

  test('a page that unpacks to more than it states is refused', async () => {
    const bytes = write({
      codec: 'GZIP',
      compressors: { GZIP: packBomb },
      columnData: [{ name: 'x', data: [long], type: 'STRING' }],
    })
    expect(await refusal(bytes)).toContain('damaged')
  })

  test('more rows than are read: refused, by what the file states', async () => {
    const data = new Uint8Array(2_000_001)
    const bytes = write({ columnData: [{ name: 'x', data: Array.from(data, () => true), type: 'BOOLEAN' }] })
    expect(await refusal(bytes)).toContain('2000001 rows; at most 2000000')
  })

  test('law: damaged bytes are read or refused in their time, never a crash', async () => {
    const whole = write({
      codec: 'SNAPPY',
      columnData: [
        { name: 'question', data: ['What?', 'Why?'], type: 'STRING' },
        { name: 'rank', data: [1, 2], type: 'INT32' },
      ],
    })
    const sentences: string[] = []
    const impatient = createParquetReader(1000)
    const readDamaged = async (changes: readonly (readonly [number, number])[]) => {
      const bytes = Uint8Array.from(whole)
      for (const [at, value] of changes) bytes[at] = value
      await impatient.read(bytes).catch((error: unknown) => {
        expect(error).toBeInstanceOf(AppError)
        sentences.push((error as AppError).message)
      })
    }
    // In the first page header, counts of values and bytes: zeros there keep the library busy without end.
    for (const at of [11, 15]) await readDamaged([[at, 0]])
    expect(sentences.some((sentence) => sentence.includes('does not come to an end'))).toBe(true)
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), readDamaged), { numRuns: 20 })
  }, 60_000)
})
