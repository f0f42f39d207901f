import { once } from 'node:events'
import type { Server } from 'node:http'

/** Closes a server with whatever is open, and waits until it is. */
export async function closeAtOnce(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
