import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunId } from '../../../shared/domain/ids.ts'
import { dropPaths } from '../../support/drop-paths.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { makeBeir } from '../cli/support/make-beir.ts'
import { ImportPage } from './pages/import-page.ts'
import { describeApp, openApp } from './support/describe-app.ts'
import { fillWithSample } from './support/fill-with-sample.ts'
import type { TestApp } from './support/test-app.ts'

describeApp('every screen in both themes', () => {
  let app: TestApp
  let runs: readonly RunId[]
  let files: ReturnType<typeof temporaryFolder>
  let watched: WatchedPage
  let page: Page

  beforeAll(async () => {
    files = temporaryFolder()
    app = await openApp({
      prepare: async (engine) => {
        runs = await fillWithSample(engine)
      },
    })
    watched = await app.openPage()
    page = watched.page
  })
  afterAll(async () => {
    await watched?.[Symbol.asyncDispose]()
    await app?.[Symbol.asyncDispose]()
    files?.[Symbol.dispose]()
  })

  async function expectClean(): Promise<void> {
    expect(await violationsInBothThemes(page)).toEqual([])
    expect(watched.problems).toEqual([])
    const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(width).toBe(0)
  }

  const at = (path: string) => page.goto(app.origin + path)
  const runIds = () => runs.join(',')

  test('first run, in an empty workspace', async () => {
    await using empty = await openApp()
    await using other = await empty.openPage()
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
    await at(`/runs?baseline=${runs[0]}&group=none`)
    await page.locator('[data-row]').first().waitFor()
    await page.getByRole('checkbox', { name: 'Select this row' }).first().check()
    await expectClean()
    await page.keyboard.press('e')
    await page.getByRole('dialog', { name: /^Export / }).waitFor()
    await expectClean()
  })

  test('a run, its questions, and a question beside them', async () => {
    const [baseline, run] = runs
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
    await at(`/new?from=${runs[0]}`)
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

  test('the sidebar holds its words in a window of any size, also at 200 %', async () => {
    await at('/runs')
    await page.locator('[data-row]').first().waitFor()
    const sections = page.getByRole('navigation', { name: 'Sections' })
    await sections.getByText(/eval set/u).waitFor()
    for (const [width, height] of [
      [1440, 900],
      [1100, 700],
      [1024, 700],
      [720, 450],
    ] as const) {
      await page.setViewportSize({ width, height })
      const cut = await sections.evaluate((nav) =>
        [nav, ...nav.querySelectorAll('a, small, small span')]
          .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
          .map((element) => `${element.tagName} ${element.textContent}`),
      )
      // Inline boxes have no width of their own to be cut at.
      expect(
        cut.filter((line) => !line.startsWith('SPAN')),
        `${width} × ${height}`,
      ).toEqual([])
      await expectClean()
    }
    await page.setViewportSize({ width: 1440, height: 900 })
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
