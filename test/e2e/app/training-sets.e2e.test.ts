import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dropPaths } from '../../support/drop-paths.ts'
import { jsonl } from '../../support/parse-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { ImportPage } from './pages/import-page.ts'
import { describeApp } from './support/describe-app.ts'
import type { TestApp } from './support/test-app.ts'
import { useEmptyApp } from './support/use-app.ts'

const system = 'Name the part that the message is about.'
const hostile = '<img src=x onerror="window.__executed=1">'
const row = (user: string, assistant: string) => ({
  messages: [
    { role: 'system', content: system },
    { role: 'user', content: user },
    { role: 'assistant', content: assistant },
  ],
})
const parts = ['hub', 'valve', 'sensor', 'radio', 'pump']
/** Sixty different rows, one of them twice, and one whose answer is empty. */
const rows = [
  ...Array.from({ length: 60 }, (_, index) =>
    row(`Message ${index}: ${'abcdefghij'[index % 10]!.repeat(index + 3)} ${hostile}`, parts[index % parts.length]!),
  ),
  row(`Message 0: ${'a'.repeat(3)} ${hostile}`, 'hub'),
  row('Why is this so?', ''),
]

describeApp('training sets', () => {
  let app: TestApp
  let watched: WatchedPage

  useEmptyApp({
    opened: (opened) => {
      app = opened
    },
    page: (opened) => {
      watched = opened
    },
  })

  test('dropped, checked row by row, mended with undo, frozen, and made an eval set', async () => {
    using files = temporaryFolder()
    const { page } = watched
    await writeFile(join(files.path, 'parts.jsonl'), jsonl(rows))
    await dropPaths(page, [join(files.path, 'parts.jsonl')])
    const imports = new ImportPage(page)
    await imports.previewed()
    await imports.import()
    const [set] = await app.client.trainingSets.list()
    expect(set!.current.examples).toBe(rows.length)

    await page.goto(`${app.origin}/datasets?trainingSet=${set!.name}&view=preflight`)
    const finding = (kind: string) => page.locator(`[data-finding="${kind}"]`)
    await finding('exactDuplicates').getByRole('button', { name: 'Show 2 rows' }).waitFor()
    expect(await finding('empty').count()).toBe(1)
    const report = await app.client.trainingSets.preflight({ versionId: set!.current.versionId })
    expect(await page.locator('[data-finding]').count()).toBe(report.findings.length)
    expect(await violationsInBothThemes(page)).toEqual([])

    await finding('exactDuplicates').getByRole('button', { name: 'Show 2 rows' }).click()
    await page.getByRole('status').getByText(`2 rows of ${rows.length}`).waitFor()
    await page.getByRole('listbox', { name: 'Rows' }).getByText('Message 0:').first().click()
    expect(await page.getByLabel('What user says, message 2').inputValue()).toContain(hostile)
    expect(await violationsInBothThemes(page)).toEqual([])

    await page.getByRole('radio', { name: 'Preflight' }).click()
    const { fix } = report.findings.find(({ kind }) => kind === 'exactDuplicates')!
    await finding('exactDuplicates').getByRole('button', { name: fix!.label }).click()
    await expect.poll(() => finding('exactDuplicates').count()).toBe(0)
    expect((await app.client.trainingSets.list())[0]!.current.examples).toBe(rows.length - 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await finding('exactDuplicates').waitFor()
    expect((await app.client.trainingSets.list())[0]!.current.examples).toBe(rows.length)

    await page.getByRole('button', { name: 'Freeze the split…' }).click()
    const dialog = page.getByRole('dialog', { name: /^Freeze the split/u })
    await dialog.getByLabel('Train, %').fill('100')
    expect(await dialog.getByRole('button', { name: 'Freeze' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Train, %').fill('80')
    await dialog.getByRole('button', { name: 'Freeze' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Make an eval set of the split' }).click()
    await page.getByRole('region', { name: /^Eval set/u }).waitFor()
    const { current } = (await app.client.trainingSets.list())[0]!
    const { evalSets } = await app.client.datasets.list()
    const made = evalSets.find(({ evalSetId }) => evalSetId === current.evalSetId)!
    expect(made.splits.find(({ name }) => name === 'test')!.queries).toBe(current.counts.test)
  })
})
