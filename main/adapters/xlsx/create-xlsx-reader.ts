import { AppError } from '../../../shared/domain/app-error.ts'
import type { RawTable, TableReader } from '../../ports/table-reader.ts'
import { checkZipLimits } from '../zip/check-zip-limits.ts'
import { openWorkbook, type Workbook } from './open-workbook.ts'
import { readSharedStrings } from './read-shared-strings.ts'
import { readSheet } from './read-sheet.ts'
import { readDateStyles } from './read-styles.ts'

const oleMagic = [0xd0, 0xcf, 0x11, 0xe0]

/** More than this is no table for one machine's memory: about 60 bytes a cell. */
const maxCells = 5_000_000

/**
 * Excel workbooks: every sheet is a table. Formulas count by their stored result, dates as ISO 8601, merged cells stand
 * in each of their rows. Pictures, charts and comments are left out.
 */
export function createXlsxReader(): TableReader {
  return {
    async read(bytes) {
      if (oleMagic.every((byte, index) => bytes[index] === byte))
        throw new AppError(
          'UNREADABLE_FILE',
          'The workbook is locked with a password or in the old .xls format; save it as .xlsx without a password.',
        )
      try {
        await checkZipLimits(bytes)
        return await readTables(await openWorkbook(bytes))
      } catch (error) {
        throw asWorkbookError(error)
      }
    },
  }
}

/** A person who gave a workbook need not know that it is a zip. */
function asWorkbookError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const message = error.message.replace(/^The (zip|file)\b/, 'The Excel workbook')
  return new AppError(error.code, message, error.details, { cause: error })
}

async function readTables(workbook: Workbook): Promise<RawTable[]> {
  const strings = readSharedStrings(await workbook.part('sharedStrings'))
  const styles = readDateStyles(await workbook.part('styles'))
  const tables: RawTable[] = []
  const budget = { cells: maxCells }
  for (const { name, path, isHidden } of workbook.sheets) {
    const { rows, notes } = readSheet(await workbook.file(path), {
      strings,
      styles,
      startsIn1904: workbook.startsIn1904,
      budget,
    })
    tables.push({
      name,
      columns: null,
      rows,
      notes: isHidden ? ['The sheet is hidden in the workbook; it was read like the others.', ...notes] : notes,
    })
  }
  return tables
}
