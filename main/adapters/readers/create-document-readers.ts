import type { DocumentReaders } from '../../ports/document-readers.ts'
import { createDocxReader } from '../docx/create-docx-reader.ts'
import { createHtmlReader } from '../html/create-html-reader.ts'
import { createPdfReader } from '../pdf/create-pdf-reader.ts'
import { createMarkdownReader } from '../text/create-markdown-reader.ts'
import { createTextReader } from '../text/create-text-reader.ts'

/** A reader for every format whose files become one document each. */
export function createDocumentReaders(): DocumentReaders {
  return {
    text: createTextReader(),
    markdown: createMarkdownReader(),
    html: createHtmlReader(),
    pdf: createPdfReader(),
    docx: createDocxReader(),
  }
}
