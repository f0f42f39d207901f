import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'

/** The path of a program: itself when it is one, else the first on the PATH. Null when there is none that can be run. */
export async function findProgram(program: string): Promise<string | null> {
  const isPath = isAbsolute(program) || /[\\/]/.test(program)
  const folders = isPath ? [''] : (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']
  for (const folder of folders) {
    for (const ending of endings) {
      const path = `${folder === '' ? program : join(folder, program)}${ending}`
      const isThere = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
      if (isThere) return path
    }
  }
  return null
}
