import { Refusal } from './refusal.ts'

const maxNameBytes = 255
const reservedOnWindows = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:[ .].*)?$/i

/**
 * The names of a dropped file's folders and of the file, fit for the file system of this machine.
 * @param encodedPath path below the upload as it stands in the address, every name percent-encoded.
 * @returns names, none of which leads out of its folder; characters that the file system cannot hold became `_`.
 * Throws Refusal 400 for paths that are no path of a dropped file.
 */
export function uploadPath(encodedPath: string, platform: NodeJS.Platform): string[] {
  return encodedPath.split('/').map((encodedName) => uploadName(decode(encodedName), platform))
}

function decode(encodedName: string): string {
  try {
    return decodeURIComponent(encodedName)
  } catch (error) {
    throw new Refusal(400, `"${encodedName}" is not a percent-encoded file name. The file was not taken.`, {
      cause: error,
    })
  }
}

function uploadName(name: string, platform: NodeJS.Platform): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
    throw new Refusal(400, `${JSON.stringify(name)} cannot be the name of a dropped file. The file was not taken.`)
  }
  if (Buffer.byteLength(name) > maxNameBytes) {
    throw new Refusal(
      400,
      `The name ${JSON.stringify(`${name.slice(0, 40)}…`)} is longer than ${maxNameBytes} bytes. The file was not taken; rename it.`,
    )
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be rid of
  const plain = name.replaceAll(/[\u0000-\u001f\u007f\\]/g, '_')
  return platform === 'win32' ? windowsName(plain) : plain
}

function windowsName(name: string): string {
  const held = name.replaceAll(/[<>:"|?*]/g, '_').replace(/[ .]+$/, (end) => '_'.repeat(end.length))
  return reservedOnWindows.test(held) ? `_${held}` : held
}
