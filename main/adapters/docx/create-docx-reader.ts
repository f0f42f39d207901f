import { AppError } from '../../../shared/domain/app-error.ts'
import type { DocumentReader } from '../../ports/document-reader.ts'
import { htmlToMarkdown } from '../html/html-to-markdown.ts'
import { fileTitle } from '../text/file-title.ts'
import { checkZipLimits } from '../zip/check-zip-limits.ts'

const oleMagic = [0xd0, 0xcf, 0x11, 0xe0]

/** Word: headings, lists, tables and footnotes as Markdown; pictures and comments are left out. */
export function createDocxReader(): DocumentReader {
  return {
    async read(bytes, path) {
      if (oleMagic.every((byte, index) => bytes[index] === byte))
        throw new AppError(
          'UNREADABLE_FILE',
          'The Word file is locked with a password or in the old .doc format; save it as .docx without a password.',
        )
      // The library unpacks everything into memory, so what it unpacks is measured first.
      await checkZipLimits(bytes)
      const html = await toHtml(bytes)
      const { text, firstHeading } = htmlToMarkdown(html, { isMainTextOnly: false })
      if (text.trim() === '') throw new AppError('UNREADABLE_FILE', 'The Word file holds no text.')
      return { title: firstHeading ?? fileTitle(path), text, syntax: 'markdown', notes: [] }
    },
  }
}

async function toHtml(bytes: Uint8Array): Promise<string> {
  try {
    const { default: mammoth } = await import('mammoth')
    const withoutPictures = mammoth.images.imgElement(async () => ({ src: '' }))
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const { value } = await mammoth.convertToHtml({ buffer }, { convertImage: withoutPictures })
    return value
  } catch (error) {
    throw new AppError('UNREADABLE_FILE', 'The Word file is damaged and cannot be read.', {}, { cause: error })
  }
}
