import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { errorTable } from '../../../shared/domain/app-error.ts'
import { InProcessCli } from '../cli/support/in-process-cli.ts'

const isBuilt = existsSync(new URL('../../../dist/renderer/index.html', import.meta.url))

describe('rungs serve', () => {
  it('listens elsewhere only when it is told twice', async () => {
    using cli = new InProcessCli()
    const { exitCode, stdout, stderr } = await cli.run(['serve', '--host', '0.0.0.0'])
    expect(exitCode).toBe(errorTable.INVALID_INPUT.exitCode)
    expect(stdout).toBe('')
    expect(stderr).toContain('--allow-other-hosts')
    expect(existsSync(cli.workspace)).toBe(false)
  })

  it.each(['65536', 'x'])('refuses the port %s', async (port) => {
    using cli = new InProcessCli()
    const { exitCode, stderr } = await cli.run(['serve', `--port=${port}`])
    expect(exitCode).toBe(errorTable.INVALID_INPUT.exitCode)
    expect(stderr).toContain('A port is a number from 0 to 65535.')
  })
})

describe.skipIf(isBuilt)('rungs serve without the page (skipped: the page is built)', () => {
  it('says how to build it and makes no workspace', async () => {
    using cli = new InProcessCli()
    const { exitCode, stdout, stderr } = await cli.run(['serve'])
    expect(exitCode).toBe(errorTable.NOT_FOUND.exitCode)
    expect(stdout).toBe('')
    expect(stderr).toContain('run `npm run build`')
    expect(existsSync(cli.workspace)).toBe(false)
  })
})

describe.skipIf(!isBuilt)('rungs serve with the page (skipped: the page is not built, run `npm run build`)', () => {
  it('prints one line with the address, and ends in order on a signal', async () => {
    using cli = new InProcessCli()
    const serving = cli.start(['serve', '--port', '0'])
    await serving.hasPrinted(/\n$/)
    expect(serving.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/)
    const entered = await fetch(serving.stdout.trim(), { redirect: 'manual' })
    expect(entered.status).toBe(303)
    expect(JSON.parse(await cli.succeed(['jobs', '--json']))).toEqual([])
    serving.kill('SIGTERM')
    const { exitCode, stderr } = await serving.ended
    expect(exitCode).toBe(0)
    expect(stderr).toContain('Stopping')
    await expect(fetch(serving.stdout.trim())).rejects.toThrow('fetch failed')
  })

  it('gives the address as JSON, and takes another port than its own when that is taken', async () => {
    using cli = new InProcessCli()
    const other = createServer().listen(4517, '127.0.0.1')
    // Taken by another program is just as good.
    await new Promise<void>((resolve) => other.once('listening', resolve).once('error', () => resolve()))
    const serving = cli.start(['serve', '--json'])
    await serving.hasPrinted(/\}\n$/)
    const { url } = JSON.parse(serving.stdout) as { url: string }
    expect(new URL(url).port).not.toBe('4517')
    serving.kill('SIGINT')
    expect((await serving.ended).exitCode).toBe(0)
    other.close()
  })
})
