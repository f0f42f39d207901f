import { AppError } from '../../shared/domain/app-error.ts'
import { SecretName, type SecretState } from '../../shared/domain/secret.ts'
import type { Secrets } from '../ports/secrets.ts'

/** The part of Electron's `safeStorage` that is used, so that another can stand in. */
export interface Encryption {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(plainText: string): Promise<Buffer>
  decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>
  getSelectedStorageBackend(): string
}

/** Where ciphertexts are kept, by name, in base64. */
export interface CiphertextStore {
  read(): Readonly<Record<string, string>>
  write(ciphertexts: Readonly<Record<string, string>>): void
}

/**
 * Secrets, encrypted with a key that the operating system's keychain holds. Works after the app is ready. No secret is
 * in an error: what the system says about a failure is left out.
 */
export class KeychainSecrets implements Secrets {
  readonly #encryption: Encryption
  readonly #store: CiphertextStore
  readonly #platform: NodeJS.Platform

  constructor(encryption: Encryption, store: CiphertextStore, platform: NodeJS.Platform) {
    this.#encryption = encryption
    this.#store = store
    this.#platform = platform
  }

  async get(name: string): Promise<string | null> {
    const ciphertext = this.#store.read()[name]
    if (ciphertext === undefined) return null
    const decrypted = await this.#decrypt(name, ciphertext)
    if (decrypted.shouldReEncrypt) await this.set(name, decrypted.result)
    return decrypted.result
  }

  /** Throws AppError CONFLICT where the system cannot encrypt. */
  async set(name: string, value: string): Promise<void> {
    const known = SecretName.parse(name)
    if (!(await this.#encryption.isAsyncEncryptionAvailable())) throw noKeychain()
    const ciphertext = await this.#encryption.encryptStringAsync(value).catch(() => {
      throw noKeychain()
    })
    this.#store.write({ ...this.#store.read(), [known]: ciphertext.toString('base64') })
  }

  async remove(name: string): Promise<boolean> {
    const { [name]: removed, ...others } = this.#store.read()
    if (removed === undefined) return false
    this.#store.write(others)
    return true
  }

  async list(): Promise<SecretState[]> {
    return Object.keys(this.#store.read())
      .sort()
      .map((name) => ({ name, source: 'kept' }))
  }

  async describe(): Promise<{ storage: string; warning: string | null }> {
    if (!(await this.#encryption.isAsyncEncryptionAvailable())) {
      return {
        storage: 'nowhere',
        warning: 'This system offers no keychain, so keys cannot be kept. Set them as environment variables.',
      }
    }
    if (this.#platform === 'darwin') return { storage: 'encrypted, with a key in the macOS Keychain', warning: null }
    if (this.#platform === 'win32') return { storage: 'encrypted, with your Windows account', warning: null }
    const backend = this.#encryption.getSelectedStorageBackend()
    if (backend === 'basic_text') {
      return {
        storage: 'in your profile, hardly protected',
        warning:
          'This desktop has no keyring that Rungs can use: keys are kept under a password that is the same everywhere, so who can read your files can read them. Install a keyring (GNOME Keyring or KWallet), or set keys as environment variables.',
      }
    }
    const keyring = backend.startsWith('kwallet') ? 'KWallet' : "this desktop's keyring"
    return { storage: `encrypted, with a key in ${keyring}`, warning: null }
  }

  async #decrypt(name: string, ciphertext: string): Promise<{ result: string; shouldReEncrypt: boolean }> {
    try {
      return await this.#encryption.decryptStringAsync(Buffer.from(ciphertext, 'base64'))
    } catch {
      throw new AppError(
        'SECRET_MISSING',
        `The key ${name} cannot be decrypted: the system's keychain is locked or is another one. It is kept as it is; unlock the keychain and start Rungs again, or enter the key again.`,
        { name },
      )
    }
  }
}

function noKeychain(): AppError {
  return new AppError(
    'CONFLICT',
    'This system offers no keychain, so the key was not kept. Set it as an environment variable and start Rungs again.',
  )
}
