import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { makeBeir } from '../cli/support/make-beir.ts'
import { ComparePage } from './pages/compare-page.ts'
import { DatasetsPage } from './pages/datasets-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { ImportPage } from './pages/import-page.ts'
import { Keyboard } from './pages/keyboard.ts'
import { NewExperimentPage } from './pages/new-experiment-page.ts'
import { RunsPage } from './pages/runs-page.ts'
import { describeApp, openApp } from './support/describe-app.ts'
import { figuresOfEngine, figuresOfTidyCsv } from './support/exported-figures.ts'
import { choosePath } from './support/system-dialogs.ts'

describeApp('the page without a mouse', () => {
  test('from the files to the exported comparison by keys alone, the focus always in sight', async () => {
    using files = temporaryFolder()
    await using host = await openApp()
    await using watched = await host.openPage()
    const { page } = watched
    const keyboard = new Keyboard(page)
    await page.getByRole('heading', { name: 'Start with evidence for one question set' }).waitFor()

    // Files: by the palette to the import, by the system's dialog to the folder.
    await keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Search or run a command' })
    await palette.waitFor()
    await keyboard.type('import files')
    await keyboard.press('Enter')
    await palette.waitFor({ state: 'detached' })
    await keyboard.tabTo(page.getByRole('main').getByRole('button', { name: 'Choose folder' }))
    await choosePath(page, () => keyboard.press('Enter'), makeBeir(join(files.path, 'nature')))
    await new ImportPage(page).previewed()
    await keyboard.press('Control+Enter')
    await new DatasetsPage(page).version('eval set', 1).waitFor()

    // A sweep from the form.
    await keyboard.press('n')
    const form = new NewExperimentPage(page)
    await form.plan.getByRole('status').first().waitFor()
    await keyboard.tabTo(form.name)
    await keyboard.type('By keys')
    await keyboard.tabTo(form.values('Chunk size'))
    await keyboard.press('Backspace')
    await keyboard.type('16')
    await keyboard.press('Enter')
    await keyboard.type('64')
    await keyboard.press('Enter')
    await keyboard.tabTo(form.values('Overlap'))
    await keyboard.press('Backspace')
    await keyboard.type('4')
    await keyboard.press('Enter')
    await keyboard.tabTo(form.choice('How chunks are found', 'full-text'))
    await keyboard.press(' ')
    await form.planned(4)
    await keyboard.press('Control+Enter')
    const runs = new RunsPage(page)
    await runs.whenSweepIsDone('By keys', 4)

    // A run down to its single questions.
    await keyboard.press('j', 'j')
    await keyboard.press('Enter')
    await keyboard.tabTo(page.getByRole('tab', { name: /^Overview/ }))
    await keyboard.press('ArrowRight', 'Enter')
    await page.getByRole('grid', { name: 'Questions' }).waitFor()
    await keyboard.tabTo(page.getByRole('grid', { name: 'Questions' }).locator('[data-cell][tabindex="0"]'))
    await keyboard.press('ArrowDown', 'Enter')
    const drawer = page.getByRole('complementary', { name: /^Question/ })
    const label = () => drawer.getAttribute('aria-label')
    const opened = await label()
    await expect.poll(() => drawer.getByRole('button', { name: 'Next question' }).isEnabled()).toBe(true)
    await keyboard.press(']')
    await expect.poll(label).not.toBe(opened)
    await keyboard.press('[')
    await expect.poll(label).toBe(opened)
    await keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })

    // Compared, and exported.
    await keyboard.press('g', 'r')
    await runs.rows.first().waitFor()
    await keyboard.press('j', 'j', 'x', 'j', 'x', 'j', 'x')
    await runs.selection.getByText('3 selected').waitFor()
    await keyboard.press('c')
    const comparePage = new ComparePage(page)
    await comparePage.ready()
    const runIds = await comparePage.runIds()
    expect(runIds).toHaveLength(3)
    const exports = new ExportDialog(page)
    await keyboard.press('e')
    await exports.dialog.waitFor()
    const tidy = await exports.downloaded(() => keyboard.press('d'))
    const figures = figuresOfEngine(await host.client.experiments.compare({ runs: runIds, baseline: runIds[0]! }))
    expect([...figuresOfTidyCsv(tidy)].map(([key, { value }]) => [key, value])).toEqual(
      [...figures].map(([key, { value }]) => [key, value]),
    )

    // The map of keys, and every section by two of them.
    await keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await keyboard.press('Escape')
    for (const [key, path] of [
      ['d', '/datasets'],
      ['s', '/settings'],
      ['c', '/compare'],
      ['r', '/runs'],
    ] as const) {
      await keyboard.press('g', key)
      await page.waitForURL((url) => url.pathname === path)
    }
    expect(await watched.pointerEvents()).toBe(0)
    expect(watched.problems).toEqual([])
  }, 120_000)
})
