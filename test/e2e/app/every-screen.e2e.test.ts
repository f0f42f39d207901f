import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltPage, buildPage } from '../../support/build-page.ts'
import { dropPaths } from '../../support/drop-paths.ts'
import { chromiumPath, openBrowser } from '../../support/open-browser.ts'
import { startWebHost } from '../../support/start-web-host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import { openWatchedPage, type WatchedPage } from '../../support/watched-page.ts'
import { makeBeir } from '../cli/support/make-beir.ts'
import { ImportPage } from './pages/import-page.ts'
import { type SampleHost, startSampleHost } from './support/sample-host.ts'

describe.skipIf(!existsSync(chromiumPath))('every screen in both themes (skipped: there is no Chromium)', () => {
  let built: BuiltPage
  let browser: Browser
  let sample: SampleHost
  let files: ReturnType<typeof temporaryFolder>
  let watched: WatchedPage
  let page: Page

  beforeAll(async () => {
    built = await buildPage()
    browser = await openBrowser()
    files = temporaryFolder()
    sample = await startSampleHost(built.folder)
    watched = await openWatchedPage(browser, sample.host.origin)
    page = watched.page
    await page.goto(sample.host.newUrl())
  })
  afterAll(async () => {
    await watched?.[Symbol.asyncDispose]()
    await browser?.close()
    await sample?.host[Symbol.asyncDispose]()
    files?.[Symbol.dispose]()
    await built?.[Symbol.asyncDispose]()
  })

  async function expectClean(): Promise<void> {
    expect(await violationsInBothThemes(page)).toEqual([])
    expect(watched.problems).toEqual([])
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(width).toBe(0)
  }

  const at = (path: string) => page.goto(sample.host.origin + path)
  const runIds = () => sample.runIds.join(',')

  test('first run, in an empty workspace', async () => {
    await using empty = await startWebHost({ rendererFolder: built.folder })
    await using other = await openWatchedPage(browser, empty.origin)
    await other.page.goto(empty.newUrl())
    await other.page.getByRole('button', { name: 'Run the sample' }).waitFor()
    expect(await violationsInBothThemes(other.page)).toEqual([])
    for (const path of ['/runs', '/compare', '/datasets', '/datasets/import', '/new']) {
      await other.page.goto(empty.origin + path)
      await other.page.getByRole('main').getByRole('button').first().waitFor()
      expect(await violationsInBothThemes(other.page), path).toEqual([])
    }
    expect(other.problems).toEqual([])
  })

  test('runs, plain and with a baseline, a selection and the export window', async () => {
    await at('/runs')
    await page.locator('[data-row] [title*="95 % interval"]').first().waitFor()
    await expectClean()
    await at(`/runs?baseline=${sample.runIds[0]}&group=none`)
    await page.locator('[data-row]').first().waitFor()
    await page.getByRole('checkbox', { name: 'Select this row' }).first().check()
    await expectClean()
    await page.keyboard.press('e')
    await page.getByRole('dialog', { name: /^Export / }).waitFor()
    await expectClean()
  })

  test('a run, its questions, and a question beside them', async () => {
    const [baseline, run] = sample.runIds
    await at(`/runs/${run}?baseline=${baseline}`)
    await page.getByRole('tab', { name: /^Overview/ }).waitFor()
    await page.waitForLoadState('networkidle')
    await expectClean()
    await at(`/runs/${run}?view=questions&sort=ndcg@10`)
    await page.getByRole('grid', { name: 'Questions' }).locator('[data-row]').first().waitFor()
    await expectClean()
    // The rows that come while it scrolls must not bring the table back to its top.
    const scroller = page.locator('[data-grid-scroller]')
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await page.locator('[data-row="142"] code').waitFor()
    expect(await scroller.evaluate((element) => element.scrollTop)).toBeGreaterThan(2000)
    await page.getByRole('grid', { name: 'Questions' }).locator('[data-row="142"]').dblclick()
    await page
      .getByRole('complementary', { name: /^Question/ })
      .getByRole('heading')
      .first()
      .waitFor()
    await expectClean()
  })

  test('the comparison, and a question beside it', async () => {
    await at(`/compare?runs=${runIds()}`)
    await page.locator('[data-question]').first().waitFor()
    await page.waitForLoadState('networkidle')
    await expectClean()
    await page.locator('[data-question]').first().click()
    await page
      .getByRole('complementary', { name: /^Question/ })
      .getByRole('heading')
      .first()
      .waitFor()
    await expectClean()
  })

  test('datasets, the import preview, the new experiment as form and as JSON, settings', async () => {
    await at('/datasets?evalSet=sample')
    await page.locator('[role=option]').first().click()
    await page.getByRole('article').waitFor()
    await expectClean()
    await dropPaths(page, [makeBeir(join(files.path, 'nature'))])
    await new ImportPage(page).previewed()
    await expectClean()
    await at(`/new?from=${sample.runIds[0]}`)
    await page.getByRole('status').first().waitFor()
    await expectClean()
    await page.getByRole('radio', { name: 'JSON' }).click()
    await page.getByRole('textbox', { name: 'The experiment as JSON' }).waitFor()
    await expectClean()
    await at('/settings')
    await page.getByRole('main').getByRole('heading').first().waitFor()
    await page.waitForLoadState('networkidle')
    await expectClean()
  })

  test('the command palette and the map of keys', async () => {
    await at('/runs')
    await page.locator('[data-row]').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').locator('[role=option]').first().waitFor()
    await expectClean()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await expectClean()
  })
})
