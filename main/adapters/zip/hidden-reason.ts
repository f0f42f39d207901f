/** Why a file that no person put there is left out; `null` for every other file. */
export function hiddenReason(path: string): string | null {
  const parts = path.split('/')
  if (parts.includes('__MACOSX')) return 'The file holds macOS attributes of another file.'
  const hidden = parts.find((part) => part.startsWith('.') && part !== '.' && part !== '..')
  if (hidden !== undefined) return `"${hidden}" is hidden; hidden files and folders are not imported.`
  const name = parts.at(-1) ?? ''
  if (/^(thumbs\.db|desktop\.ini)$/i.test(name)) return 'The file belongs to Windows Explorer.'
  return name.startsWith('~$') ? 'The file is a lock file of an open Office document.' : null
}
