/**
 * A call or stream ended because the connection to the engine did. Whether a call that changes something was done is
 * not known then; jobs go on without the page, and a watch goes on with `afterSeq`.
 */
export class ConnectionLostError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConnectionLostError'
  }
}
