import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startWebHost, type TestWebHost } from '../../support/start-web-host.ts'

let host: TestWebHost
let cookie: string
beforeAll(async () => {
  host = await startWebHost()
  cookie = await host.signIn()
})
afterAll(() => host[Symbol.asyncDispose]())

const page = { accept: 'text/html,*/*' }

describe('web host: the printed address', () => {
  it('lets one browser in, once, and leads to the address without the token', async () => {
    const path = host.newUrl().slice(host.origin.length)
    expect(path).toMatch(/^\/\?token=[\w-]{43}$/)
    const first = await host.request(path)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    expect(first.headers['cache-control']).toBe('no-store')
    const [setCookie] = first.headers['set-cookie']!
    expect(setCookie).toMatch(new RegExp(`^rungs_session_${host.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`))
    const own = setCookie!.split(';')[0]!
    expect((await host.request('/', { headers: { cookie: own } })).body).toContain('id="root"')

    const second = await host.request(path)
    expect(second.status).toBe(401)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.body).toContain('was used before')
  })

  it('is not used up by a HEAD request or a wrong token', async () => {
    const path = host.newUrl().slice(host.origin.length)
    expect((await host.request(path, { method: 'HEAD' })).status).toBe(401)
    expect((await host.request('/?token=wrong')).status).toBe(401)
    expect((await host.request(path)).status).toBe(303)
  })

  it('used again by the browser that is in already, it leads to the app', async () => {
    const again = await host.request('/?token=used-long-ago', { headers: { cookie } })
    expect(again).toMatchObject({ status: 303, headers: { location: '/' } })
  })
})

describe('web host: without a session', () => {
  it.each(['/', '/runs', '/assets/index-B3f0aZ9k.js', '/icon.svg', '/nothing'])(
    'GET %s gives a plain page without script',
    async (path) => {
      const answer = await host.request(path, { headers: { ...page, cookie: 'rungs_session_1=x; other=y' } })
      expect(answer.status).toBe(401)
      expect(answer.headers['content-type']).toContain('text/html')
      expect(answer.body).toContain('Open the address that Rungs printed')
      expect(answer.body).not.toMatch(/<script|<style|style=/)
    },
  )

  it('uploads are refused', async () => {
    const answer = await host.request('/uploads', { method: 'POST', headers: { origin: host.origin } })
    expect(answer.status).toBe(401)
  })
})

describe('web host: files of the page', () => {
  it('every answer carries the security headers', async () => {
    const answers = [
      await host.request('/', { headers: { cookie } }),
      await host.request('/', {}),
      await host.request('/nothing', { headers: { cookie } }),
      await host.request('/uploads', { method: 'POST', headers: { origin: host.origin, cookie } }),
      await host.request('/uploads', { method: 'POST', headers: { cookie } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 201, 403])
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${host.port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    }
  })

  it('files with a hash in their name are kept for ever, others are asked for again', async () => {
    const script = await host.request('/assets/index-B3f0aZ9k.js', { headers: { cookie } })
    expect(script).toMatchObject({ status: 200, body: 'export {}' })
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    for (const path of ['/', '/icon.svg']) {
      const { headers } = await host.request(path, { headers: { cookie, ...page } })
      expect(headers['cache-control']).toBe('no-cache')
    }
  })

  it('addresses of screens give the page, missing files do not', async () => {
    for (const path of ['/runs', '/runs/a.b?sort=ndcg', '/compare/1/2']) {
      const answer = await host.request(path, { headers: { cookie, ...page } })
      expect(answer).toMatchObject({ status: 200 })
      expect(answer.body).toContain('id="root"')
    }
    expect((await host.request('/assets/gone-B3f0aZ9k.js', { headers: { cookie, ...page } })).status).toBe(404)
    expect((await host.request('/gone.js', { headers: { cookie, accept: '*/*' } })).status).toBe(404)
  })

  it.each([
    '/../package.json',
    '/assets/../../workspace/workspace.db',
    '/..%2fworkspace%2fworkspace.db',
    '/%2e%2e/workspace/workspace.db',
    '/..\\workspace\\workspace.db',
    '//etc/passwd',
    '/etc/passwd%00.html',
    '/index.html/../../workspace/workspace.db',
  ])('%s leads nowhere', async (path) => {
    expect((await host.request(path, { headers: { cookie } })).status).toBe(404)
  })

  it('an address of another host in the request line leads nowhere', async () => {
    const answer = await host.request(`http://evil.example/`, { headers: { cookie, host: `127.0.0.1:${host.port}` } })
    expect(answer.status).toBe(404)
  })
})

describe('web host: requests of other pages', () => {
  it.each(['evil.example', 'localhost', '127.0.0.1:1', 'localhost.evil.example:PORT'])(
    'the Host header "%s" is refused even with a session or a token',
    async (name) => {
      const headers = { cookie, host: name.replace('PORT', String(host.port)) }
      const token = host.newUrl().slice(host.origin.length)
      for (const path of ['/', token, '/icon.svg']) {
        expect((await host.request(path, { headers })).status).toBe(403)
      }
      expect((await host.request('/uploads', { method: 'POST', headers })).status).toBe(403)
      expect((await host.request(token)).status).toBe(303)
    },
  )

  it('localhost is as good as 127.0.0.1, with its own Origin', async () => {
    const local = { cookie, host: `localhost:${host.port}` }
    expect((await host.request('/', { headers: local })).status).toBe(200)
    const post = (origin: string) => host.request('/uploads', { method: 'POST', headers: { ...local, origin } })
    expect((await post(`http://localhost:${host.port}`)).status).toBe(201)
    expect((await post(host.origin)).status).toBe(403)
  })

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1:PORT', undefined])(
    'the Origin %s is refused for uploads and the WebSocket',
    async (name) => {
      const origin = name?.replace('PORT', String(host.port))
      const headers: Record<string, string> = { cookie, ...(origin && { origin }) }
      for (const [method, path] of [
        ['POST', '/uploads'],
        ['POST', `/uploads/${'0'.repeat(32)}/a.txt`],
        ['DELETE', `/uploads/${'0'.repeat(32)}`],
      ] as const) {
        expect((await host.request(path, { method, headers })).status).toBe(403)
      }
      expect(await upgradeStatus('/rpc', headers)).toBe(403)
    },
  )

  it('the WebSocket needs Host, Origin, session and its own address', async () => {
    const { origin } = host
    expect(await upgradeStatus('/rpc', { cookie, origin })).toBe(101)
    expect(await upgradeStatus('/rpc', { origin })).toBe(401)
    expect(await upgradeStatus('/rpc', { cookie: `${cookie}x`, origin })).toBe(401)
    expect(await upgradeStatus('/other', { cookie, origin })).toBe(404)
    const rebound = `evil.example:${host.port}`
    expect(await upgradeStatus('/rpc', { cookie, origin: `http://${rebound}`, host: rebound })).toBe(403)
  })
})

describe('web host: the start', () => {
  it('says that the page has to be built, and touches no workspace', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rungs-empty-'))
    const started = startWebHost({ rendererFolder: folder })
    await expect(started).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('npm run build'),
    })
    await rm(folder, { recursive: true })
  })

  it('refuses other addresses unless told twice', async () => {
    const started = startWebHost({ host: '0.0.0.0' })
    await expect(started).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await using open = await startWebHost({ host: '0.0.0.0', allowOtherHosts: true })
    expect(open.warning).toContain('not encrypted')
    const own = await open.signIn()
    expect((await open.request('/', { headers: { cookie: own } })).status).toBe(200)
    const foreign = { cookie: own, host: `evil.example:${open.port}` }
    expect((await open.request('/', { headers: foreign })).status).toBe(403)
  })

  it('says so when the port is taken, and lets go of the workspace', async () => {
    const { port } = host
    await expect(startWebHost({ port })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(`Port ${port} is taken`),
    })
  })

  it('a second host on the same workspace is refused with the holder', async () => {
    const { workspaceFolder } = host
    await expect(startWebHost({ workspaceFolder })).rejects.toMatchObject({ code: 'WORKSPACE_LOCKED' })
  })
})

/** @returns the status of the answer; 101 when the WebSocket opened. */
function upgradeStatus(path: string, headers: Record<string, string>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
  socket.on('open', () => {
    socket.terminate()
    resolve(101)
  })
  socket.on('unexpected-response', (request, answer) => {
    request.destroy()
    resolve(answer.statusCode!)
  })
  socket.on('error', reject)
  return promise
}
