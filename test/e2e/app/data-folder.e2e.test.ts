import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/app-error.ts'
import { buildPage } from '../../support/build-page.ts'
import { asDesktopPage, type StandInWorkspaces } from '../../support/desktop-page.ts'
import { openBrowser } from '../../support/open-browser.ts'
import { startWebHost, type TestWebHost } from '../../support/start-web-host.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import { openWatchedPage } from '../../support/watched-page.ts'
import { describeInBrowser } from './support/describe-app.ts'

describeInBrowser('the data folder', 'the desktop app is a stand-in here', () => {
  let browser: Browser
  let host: TestWebHost

  beforeAll(async () => {
    browser = await openBrowser()
    host = await startWebHost({ rendererFolder: await buildPage() })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.[Symbol.asyncDispose]()
  })

  const firstRun = (page: Page) => page.getByRole('main').getByRole('region', { name: 'Data folder' })
  const settings = async (page: Page) => {
    await page.getByRole('link', { name: 'Settings' }).click()
    const card = page.getByRole('main').getByRole('region', { name: 'Data folder' })
    await card.getByText('corpora 0').waitFor()
    return card
  }

  test('in a browser: its path, and how another is opened, without a control that could not work', async () => {
    await using watched = await openWatchedPage(browser, host.origin)
    const { page } = watched
    await page.goto(host.newUrl())
    await firstRun(page).getByText(host.workspaceFolder).waitFor()
    await firstRun(page).getByText('rungs serve --workspace FOLDER').waitFor()
    expect(await firstRun(page).getByRole('button').count()).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
    const card = await settings(page)
    await card.getByText(host.workspaceFolder).waitFor()
    await card.getByText('rungs serve --workspace FOLDER').waitFor()
    expect(await card.getByRole('button').count()).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
    expect(watched.problems).toEqual([])
  })

  test('in the desktop app: another is chosen in a dialog or from those of before, and a refusal is said', async () => {
    await using watched = await openWatchedPage(browser, host.origin)
    const { page } = watched
    let asked = 0
    const workspaces: StandInWorkspaces = {
      recent: [
        { folder: '/data/handbook', name: 'handbook' },
        { folder: '/data/support tickets', name: 'support tickets' },
      ],
      chosen: [],
      choose: async () => {
        asked += 1
        return false
      },
    }
    await asDesktopPage(page, host.engine, workspaces)
    await page.goto(host.newUrl())
    const list = firstRun(page).getByRole('list', { name: 'Recent workspaces' })
    await list.getByRole('button', { name: /^support tickets/u }).click()
    await expect.poll(() => workspaces.chosen).toEqual(['/data/support tickets'])
    expect(await firstRun(page).getByText('rungs serve').count()).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])

    const open = firstRun(page).getByRole('button', { name: 'Open a workspace' })
    await open.click()
    await expect.poll(() => asked).toBe(1)
    workspaces.choose = async () => {
      throw new AppError('WORKSPACE_LOCKED', 'Another Rungs has this workspace open.')
    }
    await open.click()
    await firstRun(page).getByText('Another Rungs has this workspace open.').waitFor()

    const card = await settings(page)
    await card.getByText(host.workspaceFolder).waitFor()
    await card.getByRole('button', { name: 'Open another' }).click()
    await card.getByText('Another Rungs has this workspace open.').waitFor()
    expect(await card.getByText('rungs serve').count()).toBe(0)
    expect(await violationsInBothThemes(page)).toEqual([])
    expect(watched.problems).toEqual([])
  })
})
