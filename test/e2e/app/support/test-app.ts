import type { Engine } from '../../../../main/engine/engine.ts'
import type { Client } from '../../../../main/rpc/in-process-client.ts'
import type { WatchedPage } from '../../../support/watched-page.ts'

/** The app on a workspace of its own: in Chromium on the web host, or in Electron. */
export interface TestApp extends AsyncDisposable {
  /** Without a slash at its end: `http://127.0.0.1:4517` or `app://rungs`. */
  readonly origin: string
  readonly workspaceFolder: string
  /**
   * What the workspace holds, without the page. In Electron it is a reader beside the app: what writes has to be done in
   * `prepare` or on the page, or the test is one for the browser.
   */
  readonly engine: Engine
  /** The same through the contract, as the page calls it. */
  readonly client: Client
  /**
   * The page with nothing kept of one before. In Electron there is one at a time.
   * @param path what it shows, by default the start screen; null: its test goes somewhere first, and in a browser nothing
   * is loaded before.
   */
  openPage(path?: string | null): Promise<WatchedPage>
}

export interface OpenAppOptions {
  /** A workspace that is kept; by default an empty one, which goes with the app. */
  readonly workspaceFolder?: string
  /** Fills the workspace before the page is opened. */
  readonly prepare?: (engine: Engine) => Promise<void>
}
