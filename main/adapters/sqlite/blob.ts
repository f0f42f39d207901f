/** Typed arrays to and from SQLite blobs. Numbers are little-endian, as on every platform that is supported. */
export function toBlob(array: Int32Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

export function toInt32Array(blob: Uint8Array): Int32Array {
  return new Int32Array(aligned(blob), 0, blob.byteLength / 4)
}

export function toFloat32Array(blob: Uint8Array): Float32Array {
  return new Float32Array(aligned(blob), 0, blob.byteLength / 4)
}

export function toFloat64Array(blob: Uint8Array): Float64Array {
  return new Float64Array(aligned(blob), 0, blob.byteLength / 8)
}

/** A blob's bytes may start anywhere in a shared buffer; typed arrays need their own, aligned one. */
function aligned(blob: Uint8Array): ArrayBuffer {
  return blob.slice().buffer as ArrayBuffer
}
