/** Files that a workspace keeps by the SHA-256 of their content: imported originals and fitted models. */
export interface FileVault {
  /** Stores the bytes unless they are there. @returns SHA-256, hex. The file is whole or absent, never partial. */
  put(bytes: Uint8Array): Promise<string>
  get(sha256: string): Promise<Uint8Array | null>
  /** A named file beside the hashed ones, for what is derived and can be made again. */
  putNamed(name: string, bytes: Uint8Array): Promise<void>
  getNamed(name: string): Promise<Uint8Array | null>
}
