import { RPCHandler } from '@orpc/server/message-port'
import { type BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import { isPageAddress } from './page-address.ts'

export interface PagePortsParts {
  readonly window: () => BrowserWindow | null
  /** A new port straight to the engine; null when none runs. */
  readonly connectEngine: () => MessagePortMain | null
  readonly createRouter: () => ConstructorParameters<typeof RPCHandler>[0]
  /** A page asks for ports: the page before it, if any, is gone. */
  readonly onNewPage: () => void
}

/**
 * Gives the page its ports: one to the engine, one to this process. Only the main frame of the app's own window gets
 * them; from then on they are all that a page can reach.
 */
export class PagePorts {
  readonly #parts: PagePortsParts

  constructor(parts: PagePortsParts) {
    this.#parts = parts
    ipcMain.on('rungs:request-ports', (event) => {
      if (!this.#isOwnPage(event)) return
      parts.onNewPage()
      this.#giveDesktopPort(event)
      this.giveEnginePort()
    })
  }

  /** Also when the engine was started anew, as the port before leads nowhere. */
  giveEnginePort(): void {
    const port = this.#parts.connectEngine()
    if (!port) return
    const window = this.#parts.window()
    if (window) window.webContents.postMessage('rungs:port-to-engine', null, [port])
    else port.close()
  }

  #giveDesktopPort(event: IpcMainEvent): void {
    const { port1, port2 } = new MessageChannelMain()
    new RPCHandler(this.#parts.createRouter()).upgrade(port1)
    port1.start()
    event.sender.postMessage('rungs:port-to-desktop', null, [port2])
  }

  #isOwnPage({ sender, senderFrame }: IpcMainEvent): boolean {
    const window = this.#parts.window()
    return (
      window !== null &&
      sender === window.webContents &&
      senderFrame !== null &&
      senderFrame === sender.mainFrame &&
      isPageAddress(senderFrame.url)
    )
  }
}
