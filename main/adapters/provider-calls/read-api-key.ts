import { AppError } from '../../../shared/domain/app-error.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { safeAddress } from './safe-words.ts'

/**
 * The key of a provider, fit to be sent in a header.
 * @returns null when the server takes none (`secretName` null), or none is set and it is not `needed`.
 * Throws AppError SECRET_MISSING.
 */
export async function readApiKey(
  secrets: Pick<Secrets, 'get'>,
  { baseUrl, secretName, needed }: { baseUrl: string; secretName: string | null; needed: boolean },
): Promise<string | null> {
  if (secretName === null) return null
  const apiKey = (await secrets.get(secretName))?.trim() || null
  if (apiKey === null && needed) {
    throw new AppError(
      'SECRET_MISSING',
      `No key for ${safeAddress(baseUrl, null)}: set the environment variable ${secretName}, or keep the key in the settings, and run it again. Nothing was sent.`,
      { secretName },
    )
  }
  // Such a key cannot be sent, and the error that trying would raise quotes it.
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new AppError(
      'SECRET_MISSING',
      `The key ${secretName} holds no usable key: keys have no spaces, line breaks or special characters. Nothing was sent; set it again and run it again.`,
      { secretName },
    )
  }
  return apiKey
}
