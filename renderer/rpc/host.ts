import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract/contract.ts'
import type { DesktopEvent, RecentWorkspace, ThemeChoice } from '../../shared/contract/desktop.ts'

export type EngineClient = ContractRouterClient<typeof contract>

/** How the connection to the engine is; the page shows it and asks again for what it missed. */
export type ConnectionState = 'connecting' | 'open' | 'lost'

/** A file's content in pieces: text, or bytes. */
export type SavedPieces = AsyncIterable<string | Uint8Array<ArrayBuffer>>

/** A file that was dropped or chosen, with its path below the dropped folder. */
export interface OfferedFile {
  readonly file: File
  readonly path: string
}

/** What only the desktop app has. */
export interface DesktopFeatures {
  /** What the app tells the page: sentences for the user, and where its menu leads. Each comes once. */
  watchEvents(onEvent: (event: DesktopEvent) => void): () => void
  /** Tells the app which theme was chosen, so that its window and dialogs have it, too. */
  keepTheme(theme: ThemeChoice): void
  /** Latest first, without the one that is open. */
  recentWorkspaces(): Promise<RecentWorkspace[]>
  /** Opens a recent workspace; the page is loaded anew. @returns false when the user kept the present one. */
  openWorkspace(folder: string): Promise<boolean>
  /** Asks for a folder and opens the workspace in it; the page is loaded anew. @returns false when nothing was opened. */
  chooseWorkspace(): Promise<boolean>
}

/**
 * What the page's host does for it beyond the engine's calls. The desktop app and the web host give the same things;
 * the difference is the transport and how a file is handed over.
 */
export interface Host {
  readonly kind: 'electron' | 'web'
  readonly client: EngineClient
  /** Calls back on every change, and once at the start. @returns a function that ends it. */
  watchConnection(onChange: (state: ConnectionState) => void): () => void
  /**
   * Hands dropped or chosen files to the engine.
   * @returns paths that `datasets.preview` and `datasets.import` take: in the desktop app where the files are, in the
   *   web host where the uploads were put.
   */
  handOver(
    files: readonly OfferedFile[],
    onProgress: (doneBytes: number, totalBytes: number) => void,
    signal: AbortSignal,
  ): Promise<string[]>
  /** Says that paths of `handOver` are needed no more: uploads are removed, files that lie where they were are left alone. */
  release(paths: readonly string[]): Promise<void>
  /** Paths that the user chose in a system dialog, or files to hand over where the host has no paths; null = cancelled. */
  chooseFiles(what: 'files' | 'folder'): Promise<{ paths: string[] } | { files: OfferedFile[] } | null>
  /** Writes pieces to a file that the user chooses (desktop) or downloads it (web). @returns false if cancelled. */
  save(suggestedName: string, mediaType: string, pieces: SavedPieces, signal: AbortSignal): Promise<boolean>
  /** Opens an address in the system's browser. Only https addresses are opened. */
  openExternal(address: string): void
  /** Absent in the web host. */
  readonly desktop?: DesktopFeatures
}
