import { expect, test } from 'vitest'
import type { Run } from '../../../shared/domain/run.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { runAnswers } from './support/answer-workspace.ts'
import { describeApp } from './support/describe-app.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('monitors', () => {
  let app: TestApp
  let watched: WatchedPage
  let extractive: Run

  useApp({
    prepare: async (engine) => {
      extractive = (await runAnswers(engine)).extractive
    },
    opened: (opened) => {
      app = opened
    },
    path: null,
    page: (opened) => {
      watched = opened
    },
  })

  test('a run is pinned, replayed and held against itself; paused and removed it is left alone', async () => {
    const { page } = watched
    await page.goto(`${app.origin}/monitor`)
    await page.getByRole('heading', { name: 'Nothing is watched yet' }).waitFor()
    await page.goto(`${app.origin}/monitor?pin=${extractive.runId}`)
    const form = page.getByRole('dialog', { name: 'Pin a run' })
    await form.getByLabel('Name').fill('Reader')
    await form.getByLabel('Quality by').selectOption('tokenF1')
    await form.getByLabel('Quality drop').fill('nothing')
    expect(await form.getByRole('button', { name: 'Pin and watch' }).isDisabled()).toBe(true)
    await form.getByLabel('Quality drop').fill('0.02')
    // Times on a machine that does other things, too, decide nothing here.
    await form.getByLabel('Latency rise, %').fill('10000')
    expect(await violationsInBothThemes(page)).toEqual([])
    await form.getByRole('button', { name: 'Pin and watch' }).click()

    const card = page.getByRole('region', { name: 'Reader' })
    // The host replays at once what was never replayed; by hand it is only sooner.
    const replay = card.getByRole('button', { name: 'Replay now' })
    await replay.click()
    const check = (kind: string) => card.locator(`tr[data-check="${kind}"]`)
    await check('quality').getByText('As pinned').waitFor({ timeout: 60_000 })
    expect(await check('quality').locator('td').allTextContents()).toContain('±0.000')
    await check('refusals').getByText('As pinned').waitFor()
    expect(await check('cost').count()).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
    const [{ replays, monitor }] = (await app.client.monitors.list()) as [
      Awaited<ReturnType<typeof app.client.monitors.list>>[number],
    ]
    expect(replays.map(({ verdict }) => verdict)).toEqual(['ok'])
    expect(monitor.terms).toMatchObject({ metric: 'tokenF1', leastQualityDrop: 0.02, leastLatencyRise: 100 })

    await card.getByRole('button', { name: 'Pause' }).click()
    await card.getByText('paused').waitFor()
    await card.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog', { name: 'Remove Reader?' }).getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('heading', { name: 'Nothing is watched yet' }).waitFor()
    expect(
      app.engine.experiments.listRuns().filter(({ sweepName }) => sweepName?.includes('Replay')).length,
    ).toBeLessThan(2)
  })
})
