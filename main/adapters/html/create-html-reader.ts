import { AppError } from '../../../shared/domain/app-error.ts'
import type { DocumentReader } from '../../ports/document-reader.ts'
import { fileTitle } from '../text/file-title.ts'
import { decodeText } from '../text-encoding/decode-text.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'

/** HTML: the main text of the page as Markdown; the title is the page's, else its first heading, else the file's name. */
export function createHtmlReader(): DocumentReader {
  return {
    async read(bytes, path) {
      const { text, pageTitle, firstHeading } = htmlToMarkdown(decodeText(bytes).text, { isMainTextOnly: true })
      if (text.trim() === '') throw new AppError('UNREADABLE_FILE', 'The page holds no text.')
      return { title: pageTitle ?? firstHeading ?? fileTitle(path), text, syntax: 'markdown', notes: [] }
    },
  }
}
