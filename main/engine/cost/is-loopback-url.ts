/** Whether a server is on this machine by its address alone: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(?:localhost|.+[.]localhost|127[.]\d+[.]\d+[.]\d+|\[::1\])$/.test(hostname)
}
