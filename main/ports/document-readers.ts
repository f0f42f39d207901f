import type { DocumentReader } from './document-reader.ts'

/** Formats whose files become one document each. */
export type DocumentFormat = 'text' | 'markdown' | 'html' | 'pdf' | 'docx'

/** One reader for every document format. */
export type DocumentReaders = Readonly<Record<DocumentFormat, DocumentReader>>
