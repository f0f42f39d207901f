/** The text of a file and how it was encoded. */
export interface DecodedText {
  /** Without a byte order mark. Line ends are left as they are. */
  readonly text: string
  /** Name of the encoding in lower case as TextDecoder takes it, e.g. `utf-8`, `utf-16le`, `windows-1252`. */
  readonly encoding: string
}

/** Finds the encoding of a text file and decodes it. Throws AppError UNREADABLE_FILE when the content is binary. */
export type DecodeText = (bytes: Uint8Array) => DecodedText
