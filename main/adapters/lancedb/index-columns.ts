import {
  type Data,
  type FixedSizeList,
  Float32,
  Int32,
  makeData,
  RecordBatch,
  type Schema,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'

interface ColumnValues {
  readonly chunks: Int32Array
  readonly texts: readonly string[]
  /** Shape [rows]; null when the table has no vectors. */
  readonly vectors: readonly (Float32Array | null)[] | null
}

/**
 * Rows of an index table as Arrow columns. LanceDB would do the same from objects, number by number: vectors are copied
 * whole here, which is faster.
 */
export function indexColumns(schema: Schema, { chunks, texts, vectors }: ColumnValues): Table {
  const length = chunks.length
  const children: Data[] = [
    makeData({ type: new Int32(), length, data: chunks }),
    vectorFromArray(texts, new Utf8()).data[0]!,
  ]
  if (vectors) children.push(vectorColumn(schema.fields[2]!.type as FixedSizeList<Float32>, vectors))
  return new Table(schema, new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, children })))
}

function vectorColumn(type: FixedSizeList<Float32>, vectors: readonly (Float32Array | null)[]): Data {
  const length = vectors.length
  const values = new Float32Array(length * type.listSize)
  /** One bit per row, set where there is a vector. */
  const nullBitmap = new Uint8Array(Math.ceil(length / 8))
  vectors.forEach((vector, row) => {
    if (vector === null) return
    values.set(vector, row * type.listSize)
    nullBitmap[row >> 3]! |= 1 << (row & 7)
  })
  const nullCount = vectors.filter((vector) => vector === null).length
  const child = makeData({ type: new Float32(), length: values.length, data: values })
  return makeData({ type, length, nullCount, nullBitmap, child })
}
