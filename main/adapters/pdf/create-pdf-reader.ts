import { AppError } from '../../../shared/domain/app-error.ts'
import type { DocumentReader } from '../../ports/document-reader.ts'
import { fileTitle } from '../text/file-title.ts'

/** PDF: the text layer of all pages, parted by blank lines. Pictures of text are not read. */
export function createPdfReader(): DocumentReader {
  return {
    async read(bytes, path) {
      // Loaded when the first PDF comes: most imports have none, and the library is large.
      const { extractText, getDocumentProxy, getMeta } = await import('unpdf')
      const pdf = await openPdf(getDocumentProxy, bytes)
      try {
        const { text: pages } = await extractText(pdf, { mergePages: false })
        const kept = pages.map((page) => page.replaceAll('\0', '').trim())
        const emptyPages = kept.filter((page) => page === '').length
        if (emptyPages === kept.length)
          throw new AppError(
            'UNREADABLE_FILE',
            'The PDF has no text layer, as scans have none; run text recognition on it first.',
          )
        const title = await statedTitle(getMeta, pdf)
        const text = kept.filter((page) => page !== '').join('\n\n')
        const notes =
          emptyPages === 0 ? [] : [`${emptyPages} of ${kept.length} pages have no text layer and were left out.`]
        return { title: title ?? fileTitle(path), text, syntax: 'plain', notes }
      } catch (error) {
        throw asUnreadable(error)
      } finally {
        await pdf.loadingTask.destroy()
      }
    },
  }
}

type Unpdf = typeof import('unpdf')
type PdfDocument = Awaited<ReturnType<Unpdf['getDocumentProxy']>>

async function openPdf(getDocumentProxy: Unpdf['getDocumentProxy'], bytes: Uint8Array): Promise<PdfDocument> {
  try {
    // The library takes the buffer over, so it gets its own; level 0 keeps its warnings off the terminal.
    return await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 })
  } catch (error) {
    throw asUnreadable(error)
  }
}

function asUnreadable(error: unknown): AppError {
  if (error instanceof AppError) return error
  const isLocked = error instanceof Error && error.name === 'PasswordException'
  const sentence = isLocked
    ? 'The PDF is locked with a password; save it without one to import it.'
    : 'The PDF is damaged and cannot be read.'
  return new AppError('UNREADABLE_FILE', sentence, {}, { cause: error })
}

async function statedTitle(getMeta: Unpdf['getMeta'], pdf: PdfDocument): Promise<string | null> {
  const { info } = await getMeta(pdf)
  const title: unknown = info.Title
  // Word processors leave their file name here; that says less than the file's own name.
  if (typeof title !== 'string' || title.trim() === '' || /untitled|^microsoft word|\.\w{2,4}$/i.test(title))
    return null
  return title.trim()
}
