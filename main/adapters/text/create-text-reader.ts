import type { DocumentReader } from '../../ports/document-reader.ts'
import { decodeText } from '../text-encoding/decode-text.ts'
import { fileTitle } from './file-title.ts'
import { normalizeLineEnds } from './normalize-line-ends.ts'

/** Plain text: the file's own text; the title is the file's name. */
export function createTextReader(): DocumentReader {
  return {
    async read(bytes, path) {
      const text = normalizeLineEnds(decodeText(bytes).text)
      return { title: fileTitle(path), text, syntax: 'plain', notes: [] }
    },
  }
}
