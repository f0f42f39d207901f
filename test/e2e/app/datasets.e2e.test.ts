import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { dragPaths, dropPaths } from '../../support/drop-paths.ts'
import { smallDataset } from '../../support/small-dataset.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { DatasetsPage } from './pages/datasets-page.ts'
import { ImportPage } from './pages/import-page.ts'
import { describeApp, testInBrowser } from './support/describe-app.ts'
import { savedFile } from './support/system-dialogs.ts'
import type { TestApp } from './support/test-app.ts'
import { useEmptyApp } from './support/use-app.ts'

const question = 'How long does the battery of a soil sensor last?'
const sensorText = 'A soil sensor measures moisture and temperature; its battery lasts two years.'
const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>'

describeApp('datasets', () => {
  let host: TestApp
  let page: Page
  let files: ReturnType<typeof temporaryFolder>
  let watched: WatchedPage

  useEmptyApp({
    opened: (app) => {
      host = app
      files = temporaryFolder()
    },
    path: '/datasets',
    page: async (opened) => {
      watched = opened
      page = watched.page
      await page.getByRole('heading', { name: 'No documents and no questions yet' }).waitFor()
    },
  })
  afterEach(() => files[Symbol.dispose]())

  async function writeDataset(name: string, contents: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    for (const [path, content] of Object.entries(contents)) {
      const target = join(files.path, name, path)
      await mkdir(join(target, '..'), { recursive: true })
      await writeFile(target, content)
    }
    return join(files.path, name)
  }

  async function importSmall(): Promise<DatasetsPage> {
    await dropPaths(page, [await writeDataset('garden', smallDataset)])
    const imports = new ImportPage(page)
    await imports.previewed()
    await imports.import()
    const datasets = new DatasetsPage(page)
    await datasets.version('eval set', 1).waitFor()
    return datasets
  }

  testInBrowser('it uploads nothing', 'uploads of a preview that is given up or replaced are removed', async () => {
    const uploads = () => readdir(join(host.workspaceFolder, 'uploads'))
    await dropPaths(page, [await writeDataset('garden', smallDataset)])
    const imports = new ImportPage(page)
    await imports.previewed()
    const [first] = await uploads()
    // Dropped on another screen, they take the place of those before instead of coming to them.
    await page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('link', { name: /^Datasets/u })
      .click()
    await page.waitForURL(/\/datasets$/u)
    await dropPaths(page, [await writeDataset('meadow', smallDataset)])
    await imports.importButton.filter({ hasText: 'meadow' }).waitFor()
    await expect.poll(async () => (await uploads()).length).toBe(1)
    expect(await uploads()).not.toContain(first)
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.waitForURL(/\/datasets$/u)
    await expect.poll(uploads).toEqual([])
  })

  test('a folder that is held over the window shows the formats; dropped, it is previewed and nothing is written', async () => {
    expect(await violationsInBothThemes(page)).toEqual([])
    const folder = await writeDataset('garden', { ...smallDataset, 'notes.xyz': 'What is this?' })
    await dragPaths(page, [folder])
    await page.getByRole('heading', { name: 'Drop 1 item to preview the import' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await dropPaths(page, [folder])
    const imports = new ImportPage(page)
    await imports.previewed()
    expect(await imports.change('Corpus').textContent()).toContain('documents: 6 added')
    expect(await imports.change('Eval set').textContent()).toContain('questions: 5 added')
    expect(await imports.rows.textContent()).toMatch(/16.*accepted.*1.*rejected/s)
    await imports.file('qrels').click()
    await page.getByRole('heading', { name: 'qrels/test.tsv' }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    expect((await host.client.datasets.list()).corpora).toEqual([])

    await imports.import()
    await new DatasetsPage(page).version('eval set', 1).waitFor()
    const { corpora, evalSets } = await host.client.datasets.list()
    expect(corpora).toMatchObject([{ corpusName: 'garden', documents: 6 }])
    expect(evalSets).toMatchObject([{ name: 'garden', queries: 5 }])
  })

  test('columns that were not understood are corrected, reasons are listed, and hostile text stays text', async () => {
    await importSmall()
    const table = [
      'case,asked,said',
      `c1,${hostile.replaceAll('"', '""').replace(/^|$/g, '"')},yes`,
      'c1,Another text for the id,no',
      'c3,מה משך האחריות? 😀,"=1+1"',
    ].join('\n')
    const folder = await writeDataset('cases', { 'cases.csv': table })
    await dropPaths(page, [join(folder, 'cases.csv')])
    const imports = new ImportPage(page)
    await imports.previewed()
    await imports.useColumn('case', 'Question id')
    await imports.useColumn('asked', 'Question')
    await imports.useColumn('said', 'Expected answers')
    expect(await imports.rows.textContent()).toMatch(/2.*accepted.*1.*rejected/s)
    await imports.rows.getByRole('button', { name: /already stands for another question/ }).click()
    await imports.rows.getByText('cases.csv, row 3').waitFor()
    const rejected = await savedFile(page, () =>
      imports.rows.getByRole('button', { name: 'Save rejected rows' }).click(),
    )
    expect(rejected.name).toBe('cases-rejected.csv')
    expect(await violationsInBothThemes(page)).toEqual([])

    await imports.import()
    const datasets = new DatasetsPage(page)
    await datasets.openQuestion('<img')
    await page.getByRole('region', { name: 'Question', exact: true }).getByText(hostile).waitFor()
    expect(await page.title()).not.toBe('1')
    expect(await page.locator('main img, main script').count()).toBe(0)
  })

  test('a judgment is corrected as a new version and undone again', async () => {
    const datasets = await importSmall()
    await datasets.openQuestion(question)
    await datasets.raiseGrade('The sensor')
    await datasets.version('eval set', 2).waitFor()
    await expect.poll(() => datasets.grade('The sensor').textContent()).toBe('2')
    expect(await violationsInBothThemes(page)).toEqual([])
    await datasets.undo()
    await datasets.version('eval set', 1).waitFor()
    await expect.poll(() => datasets.grade('The sensor').textContent()).toBe('1')
  })

  test('a gold span is added by selecting text, shown in its document, kept over a reload and taken away', async () => {
    const datasets = await importSmall()
    await datasets.openQuestion(question)
    await datasets.addParagraphAsSpan('its battery lasts two years')
    await datasets.marks.waitFor()
    expect(await datasets.marks.textContent()).toBe(sensorText)
    await page.reload()
    await datasets.marks.waitFor()
    expect(await datasets.marks.textContent()).toBe(sensorText)
    expect(await violationsInBothThemes(page)).toEqual([])
    await datasets.spans.getByRole('button', { name: /^Take away/ }).click()
    await datasets.marks.waitFor({ state: 'detached' })
    await datasets.version('eval set', 3).waitFor()
  })

  test('without a mouse: a question is opened, a passage is added by its words', async () => {
    const datasets = await importSmall()
    await datasets.questions.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What shortens the range of the radio?' }).waitFor()
    await datasets.addSpanByQuote('walls and wet leaves')
    await datasets.marks.waitFor()
    expect(await datasets.marks.textContent()).toBe('walls and wet leaves')
    await page.keyboard.press('Escape')
    await page.getByRole('article').getByRole('region').focus()
    await page.keyboard.press('Control+z')
    await datasets.marks.waitFor({ state: 'detached' })
  })

  test('a corpus of 100,000 documents is browsed at once and searched', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, index) => `{"_id":"d${index}","title":"Title ${index}","text":"Text number ${index}."}`,
    )
    const folder = await writeDataset('large', { 'corpus.jsonl': rows.join('\n') })
    await dropPaths(page, [folder])
    const imports = new ImportPage(page)
    await imports.previewed()
    await imports.import()
    const datasets = new DatasetsPage(page)
    await datasets.openCorpus('large')
    await page.getByRole('region', { name: 'Corpus large' }).getByText('100,000 documents', { exact: true }).waitFor()
    await datasets.documents.focus()
    await page.keyboard.press('End')
    await datasets.documents.getByText('Title 99999', { exact: true }).waitFor()
    expect(await datasets.documents.locator('[role=option]').count()).toBeLessThan(100)
    await page.getByLabel('Search documents').fill('number 4242.')
    await page.getByText('1 document found').waitFor()
    await datasets.documents.locator('[role=option]').click()
    await datasets.reader.getByText('Text number 4242.').waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
  }, 180_000)
})
