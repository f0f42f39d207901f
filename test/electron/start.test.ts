import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const launcher = fileURLToPath(new URL('../../main/start.mjs', import.meta.url))

test('npm start without Electron says so in one line and serves the app to a browser', async () => {
  using folder = temporaryFolder()
  const start = spawn(process.execPath, [launcher, '--port', '0'], {
    env: {
      ...process.env,
      RUNGS_WORKSPACE: folder.path,
      // No binary is in there, and none is fetched.
      ELECTRON_OVERRIDE_DIST_PATH: folder.path,
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
    },
  })
  const ended = once(start, 'exit')
  await using _stopped = {
    [Symbol.asyncDispose]: async () => {
      start.kill('SIGTERM')
      await ended
    },
  }
  let notes = ''
  start.stderr.setEncoding('utf8').on('data', (text: string) => {
    notes += text
  })
  const [address] = (await once(start.stdout.setEncoding('utf8'), 'data')) as [string]
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=\S+\n$/)
  expect(notes.match(/: open this address in a browser instead\.\n/g)).toHaveLength(1)
  expect(notes).toMatch(process.platform === 'linux' ? /^There is no display:/ : /^There is no Electron in/)
  const entrance = await fetch(address.trim(), { redirect: 'manual' })
  const [cookie] = entrance.headers.getSetCookie()
  const page = await fetch(new URL('/', address), { headers: { cookie: cookie!.split(';')[0]! } })
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Rungs</title>')])
})
