import { AppError } from '../../../../shared/domain/app-error.ts'
import { baseName, folderOf, stemOf } from '../parsing/path-names.ts'

export type BeirRole = 'corpus' | 'queries' | 'answers' | 'qrels' | 'other'

/** Which file of a BEIR dataset holds what. */
interface BeirLayout {
  /** `null` for files that are no part of the dataset but may be imported as what they are. */
  roleOf(path: string): BeirRole | null
}

/**
 * Finds a BEIR dataset: a folder with `corpus.jsonl`, or with `queries.jsonl` and judgments.
 * @returns `null` when there is none.
 * @throws AppError INVALID_INPUT when there are several: their ids would mix.
 */
export function findBeirLayout(paths: readonly string[]): BeirLayout | null {
  const roots = [...new Set(paths.map(folderOf))].filter((folder) => isBeirRoot(folder, paths))
  if (roots.length > 1)
    throw new AppError(
      'INVALID_INPUT',
      `There are ${roots.length} BEIR datasets here (${roots.map((root) => root || 'the top folder').join(', ')}), and their ids would mix. Nothing was imported. Import one folder at a time.`,
      { folders: roots },
    )
  const root = roots[0]
  if (root === undefined) return null
  const hasCorpus = paths.includes(inFolder(root, 'corpus.jsonl'))
  return {
    roleOf(path) {
      const role = folderOf(path) === root ? roleByName(baseName(path)) : null
      if (role !== null) return role
      if (isQrelsOf(root, path)) return 'qrels'
      return hasCorpus ? 'other' : null
    },
  }
}

/** The roles when the user says that the files are BEIR, whatever their names. */
export const forcedBeirLayout: BeirLayout = {
  roleOf(path) {
    const role = roleByName(baseName(path))
    if (role !== null) return role
    if (!/\.(jsonl|ndjson|json)$/i.test(path)) return /\.(tsv|txt|qrels?)$/i.test(path) ? 'qrels' : 'other'
    const stem = stemOf(path)
    if (/answer/i.test(stem)) return 'answers'
    return /quer(y|ies)|question|topic/i.test(stem) ? 'queries' : 'corpus'
  },
}

function isBeirRoot(folder: string, paths: readonly string[]): boolean {
  if (paths.includes(inFolder(folder, 'corpus.jsonl'))) return true
  return paths.includes(inFolder(folder, 'queries.jsonl')) && paths.some((path) => isQrelsOf(folder, path))
}

function isQrelsOf(root: string, path: string): boolean {
  const folder = folderOf(path)
  if (folder === inFolder(root, 'qrels')) return /\.(tsv|txt|qrels?)$/i.test(path)
  return folder === root && (/^qrels?([._-].*)?\.(tsv|txt)$/i.test(baseName(path)) || /\.qrels?$/i.test(path))
}

function roleByName(name: string): BeirRole | null {
  if (name === 'corpus.jsonl') return 'corpus'
  if (name === 'queries.jsonl') return 'queries'
  return name === 'answers.jsonl' ? 'answers' : null
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
