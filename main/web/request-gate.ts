import type { IncomingMessage } from 'node:http'
import type { ListenAddress } from './listen-address.ts'
import { Refusal } from './refusal.ts'
import type { WebSessions } from './web-sessions.ts'

/** Decides which requests are the user's own: by Host, by Origin and by session cookie. */
export class RequestGate {
  readonly #address: ListenAddress
  readonly #sessions: WebSessions
  readonly #port: number

  constructor(address: ListenAddress, sessions: WebSessions, port: number) {
    this.#address = address
    this.#sessions = sessions
    this.#port = port
  }

  /** Cookies are shared by all ports of a host; the port in the name keeps two workspaces apart. */
  get cookieName(): string {
    return `rungs_session_${this.#port}`
  }

  /** @returns the Host header. Throws Refusal 403 when it names another host. */
  checkHost(request: IncomingMessage): string {
    const host = request.headers.host
    if (host !== undefined && this.#address.acceptsHost(host, this.#port)) return host
    throw new Refusal(
      403,
      'This is not the address that Rungs printed, so it was not answered. Open the printed one; an SSH tunnel needs the same port on both sides.',
    )
  }

  /** Everything that changes something must come from the host's own page. Throws Refusal 403. */
  checkOrigin(request: IncomingMessage): void {
    if (request.headers.origin === `http://${this.checkHost(request)}`) return
    throw new Refusal(403, 'The request did not come from the page of this host. Nothing was done.')
  }

  hasSession(request: IncomingMessage): boolean {
    return cookieValues(request, this.cookieName).some((value) => this.#sessions.isValid(value))
  }

  /** Throws Refusal 401. */
  checkSession(request: IncomingMessage): void {
    if (this.hasSession(request)) return
    throw new Refusal(
      401,
      'This browser has not been let in yet. Open the address that Rungs printed where it was started.',
    )
  }
}

function cookieValues(request: IncomingMessage, name: string): string[] {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}
