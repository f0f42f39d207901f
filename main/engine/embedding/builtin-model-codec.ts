import { AppError } from '../../../shared/domain/app-error.ts'
import { type BuiltinModel, type BuiltinVariant, builtinLayouts } from './builtin-model.ts'

const magic = 'RungsEmb'
const formatVersion = 1
const variants = ['w384', 'w512'] as const satisfies readonly BuiltinVariant[]

/** magic, format version, variant, terms, bytes of the term list, seed (double). */
const headerBytes = magic.length + 4 * 4 + 8

/**
 * A model as bytes: a header, the terms (UTF-8, one a line, in row order), `idf`, `scales`, `vectors`; numbers
 * little-endian. The same model gives the same bytes. About `dimensions + 20` bytes per term.
 */
export function encodeBuiltinModel(model: BuiltinModel): Uint8Array {
  const terms = new TextEncoder().encode([...model.terms.keys()].join('\n'))
  const { idf, scales, vectors } = model
  const bytes = new Uint8Array(headerBytes + terms.length + idf.byteLength + scales.byteLength + vectors.byteLength)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(magic))
  const header = [formatVersion, variants.indexOf(model.variant), model.terms.size, terms.length]
  for (const [field, value] of header.entries()) view.setUint32(magic.length + field * 4, value, true)
  view.setFloat64(headerBytes - 8, model.seed, true)
  let offset = headerBytes
  for (const part of [terms, littleEndianBytes(idf), littleEndianBytes(scales), bytesOf(vectors)]) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/**
 * The model that `encodeBuiltinModel` wrote; gives exactly the same vectors.
 * Throws AppError INDEX_INVALID for bytes of another kind, another version or another length.
 */
export function decodeBuiltinModel(bytes: Uint8Array): BuiltinModel {
  const { variant, seed, termCount, termBytes, dimensions } = readLayout(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const termList =
    termCount === 0 ? [] : new TextDecoder().decode(bytes.subarray(headerBytes, headerBytes + termBytes)).split('\n')
  if (termList.length !== termCount) throw unreadable('its term list is damaged')

  let offset = headerBytes + termBytes
  const idf = readFloats(termCount)
  const scales = readFloats(termCount * 2)
  const vectors = new Int8Array(bytes.slice(offset).buffer)
  const terms = new Map(termList.map((term, row) => [term, row]))
  return { variant, seed, dimensions, terms, idf, scales, vectors }

  function readFloats(count: number): Float32Array {
    const floats = new Float32Array(count)
    for (let at = 0; at < count; at++) floats[at] = view.getFloat32(offset + at * 4, true)
    offset += count * 4
    return floats
  }
}

/** Whether the bytes have a model's header and length: a model that was cut short is no model. Does not read it all. */
export function isWholeBuiltinModel(bytes: Uint8Array): boolean {
  try {
    readLayout(bytes)
    return true
  } catch {
    return false
  }
}

function readLayout(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < headerBytes || new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic) {
    throw unreadable('it is not a model file')
  }
  const header = [0, 1, 2, 3].map((field) => view.getUint32(magic.length + field * 4, true))
  const [version, variantIndex, termCount, termBytes] = header as [number, number, number, number]
  if (version !== formatVersion) throw unreadable(`it has format version ${version}, not ${formatVersion}`)
  const variant = variants[variantIndex]
  if (variant === undefined) throw unreadable('its variant is unknown')

  const { latentDimensions, indexDimensions } = builtinLayouts[variant]
  const dimensions = latentDimensions + indexDimensions
  if (bytes.length !== headerBytes + termBytes + termCount * (3 * 4 + dimensions)) throw unreadable('it was cut short')
  return { variant, seed: view.getFloat64(headerBytes - 8, true), termCount, termBytes, dimensions }
}

function littleEndianBytes(floats: Float32Array): Uint8Array {
  const bytes = new Uint8Array(floats.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [at, value] of floats.entries()) view.setFloat32(at * 4, value, true)
  return bytes
}

function bytesOf(numbers: Int8Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}

function unreadable(reason: string): AppError {
  return new AppError(
    'INDEX_INVALID',
    `The stored model of the built-in embedder cannot be read: ${reason}. The documents are untouched. Build the index again.`,
  )
}
