import { expect, test } from 'vitest'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { describeApp } from './support/describe-app.ts'
import { fillWithSample } from './support/fill-with-sample.ts'
import { savedFile } from './support/system-dialogs.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('ladder', () => {
  let host: TestApp
  let watched: WatchedPage

  useApp({
    prepare: async (engine) => {
      await fillWithSample(engine)
    },
    opened: (app) => {
      host = app
    },
    page: (opened) => {
      watched = opened
    },
  })

  test('says what evidence the sample has and lacks, draws local runs at $0, and is walked by keys', async () => {
    const { page } = watched
    const report = (await host.client.decisions.ladder())!
    // The keys work once the page is there.
    await page.getByRole('link', { name: 'Ladder' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('heading', { name: 'Evidence missing: only RAG can be judged so far' }).waitFor()
    for (const label of ['Prompt', 'Fine-tune', 'Hybrid']) {
      expect(await page.getByRole('article', { name: label }).textContent()).toContain('No finished run')
    }
    const best = report.runs.find(({ isBestOfRung }) => isBestOfRung)!
    const value = best.quality!.value.toFixed(3)
    expect(await page.getByRole('article', { name: 'RAG' }).textContent()).toContain(value)
    // Local runs cost nothing, so latency tells them apart; the axis of cost is a click away.
    const volume = page.getByRole('region', { name: 'Monthly volume' })
    await volume.getByText('Every run costs $0.00 at every volume').waitFor()
    expect(await volume.getByRole('slider').count()).toBe(0)
    const byLatency = page.getByRole('group', { name: /^Latency and quality/ })
    await byLatency.focus()
    await page.keyboard.press('ArrowRight')
    await expect
      .poll(() => byLatency.textContent(), { timeout: 10_000 })
      .toMatch(/RAG, .*n = \d+, p95 [\d.]+ ms, \$0\.00/)
    await page.getByRole('radio', { name: 'Cost', exact: true }).click()
    const chart = page.getByRole('group', { name: /^Cost and quality/ })
    await chart.focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => chart.textContent(), { timeout: 10_000 }).toMatch(/RAG, .*n = \d+, \$0\.00 a month/)
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.getByRole('combobox', { name: 'Measure' }).selectOption('recall@10')
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain('metric=recall')
    await page.getByRole('button', { name: 'View as table: Cost and quality' }).click()
    await page.getByRole('columnheader', { name: 'Recall@10' }).waitFor()
    await page.getByRole('article', { name: 'Prompt' }).getByRole('link').click()
    await expect.poll(() => page.url(), { timeout: 10_000 }).toContain('rung=prompt')
    await page.getByRole('heading', { name: 'New experiment' }).waitFor()
  })

  test('decision record: answers, a reason and a save make versions; the one before comes back', async () => {
    const { page } = watched
    // The keys work once the page is there.
    await page.getByRole('link', { name: 'Ladder' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('heading', { name: /^Evidence missing/ }).waitFor()
    await page.keyboard.press('d')
    await page.getByRole('radio', { name: 'Behaviour' }).click()
    await page.getByRole('textbox', { name: 'Good examples of the behaviour' }).fill('500')
    await page.getByText('Your answers ask for Fine-tune, for which there is no evidence yet').waitFor()
    await page.getByRole('button', { name: 'Give a reason: Metrics defined before training' }).click()
    await page.getByRole('textbox', { name: 'Why it counts as done' }).fill('Agreed in June.')
    await page.keyboard.press('Enter')
    await page.getByText('Agreed in June.').waitFor()
    // A reason is taken back by the toast that says so, and given again.
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Agreed in June.').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Give a reason: Metrics defined before training' }).click()
    await page.getByRole('textbox', { name: 'Why it counts as done' }).fill('Agreed in June.')
    await page.keyboard.press('Enter')
    await page.getByText('Agreed in June.').waitFor()
    // Who follows a link and comes back finds the entries again.
    await page.getByRole('navigation', { name: 'Ladder' }).getByRole('link', { name: 'Evidence' }).click()
    await page.getByRole('link', { name: 'Decision record' }).click()
    await page.getByText('Agreed in June.').waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    // So does who loads the page anew, or opens the app again.
    await expect.poll(() => host.client.decisions.unsaved()).toMatchObject({ answers: { goodExamples: 500 } })
    await page.reload()
    await page.getByText('Agreed in June.').waitFor()
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByText('Agreed in June.').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Agreed in June.').waitFor()
    await page.getByRole('button', { name: 'Save version 1' }).click()
    await page.getByText('Version 1', { exact: true }).waitFor()
    await page.getByRole('radio', { name: 'Knowledge' }).click()
    await page.getByRole('button', { name: 'Save version 2' }).click()
    await page.getByText('Version 2', { exact: true }).waitFor()
    await page.getByRole('combobox', { name: 'Bring back a version' }).selectOption('1')
    await page.getByText('Version 3', { exact: true }).waitFor()
    // Another measure is other evidence: the version is stale, and says why. The one of today was chosen on the ladder.
    const { metric } = (await host.client.decisions.ladder())!
    const other = metric === 'mrr' ? 'ndcg@10' : 'mrr'
    await page.getByRole('combobox', { name: 'Measure' }).selectOption(other)
    await page.getByText('Version 3 is stale', { exact: true }).waitFor()
    await page.getByText(/^The measure: was /).waitFor()
    await page.getByRole('combobox', { name: 'Measure' }).selectOption(metric)
    await page.getByText('Version 3', { exact: true }).waitFor()
    expect((await host.client.decisions.draft()).entries.answers.missing).toBe('behaviour')
    expect(await host.client.decisions.unsaved()).toBeNull()
    await page.getByRole('heading', { name: 'Ladder' }).click()
    await page.keyboard.press('e')
    const file = await savedFile(page, () => page.getByRole('dialog').getByRole('button', { name: /^HTML/ }).click())
    expect(file.name).toBe('rungs-decision.html')
    let text = ''
    for await (const piece of await host.client.decisions.export({ format: 'html', number: 3 })) text += piece
    expect(file.text).toBe(text)
    await page.getByText('Exported the decision record as').waitFor()
  })

  test('decision record: what is typed stays, where it was typed, while it is saved and after an Undo', async () => {
    const { page } = watched
    await page.getByRole('link', { name: 'Ladder' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('link', { name: 'Decision record' }).click()
    const notes = page.getByRole('textbox', { name: 'Notes' })
    await notes.fill('')
    await notes.pressSequentially('The budget is tight.')
    await page.keyboard.press('Home')
    await page.keyboard.type('Agreed: ')
    expect(await notes.inputValue()).toBe('Agreed: The budget is tight.')
    // A reason is undone alone, not what was typed after it.
    await page
      .getByRole('button', { name: /^Give a reason: / })
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Why it counts as done' }).fill('Agreed in July.')
    await page.keyboard.press('Enter')
    await notes.fill('After the reason.')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Agreed in July.').waitFor({ state: 'detached' })
    expect(await notes.inputValue()).toBe('After the reason.')
    await page.getByRole('button', { name: /^Save version/ }).click()
    await notes.press('End')
    await page.keyboard.type(' And later.')
    await page.getByText(/^Saved as version/).waitFor()
    expect(await notes.inputValue()).toBe('After the reason. And later.')
    const [newest] = await host.client.decisions.versions()
    const { record } = await host.client.decisions.version({ number: newest!.number })
    expect(record.entries.notes).toBe('After the reason.')
    await expect.poll(async () => (await host.client.decisions.unsaved())?.notes).toBe('After the reason. And later.')
  })
})
