import { expect, test } from 'vitest'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { type AnswerRuns, runAnswers } from './support/answer-workspace.ts'
import { describeApp } from './support/describe-app.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('rating answers', () => {
  let host: TestApp
  let runs: AnswerRuns
  let watched: WatchedPage

  useApp({
    prepare: async (engine) => {
      runs = await runAnswers(engine)
    },
    opened: (app) => {
      host = app
    },
    path: null,
    page: (opened) => {
      watched = opened
    },
  })

  test('by keyboard: rates, notes, undoes, skips, resumes after a reload, and leaves', async () => {
    const { page } = watched
    const { runId, name } = runs.extractive
    const status = () => page.getByRole('status').filter({ hasText: 'rated' }).first().textContent()
    const question = () => page.locator('h2').first().textContent()
    const total = host.engine.ratings.next({ runIds: [runId], seed: 7 }, { skip: false }).total
    await page.goto(`${host.origin}/rate?runs=${runId}&seed=7`)
    await expect.poll(status).toBe(`0 of ${total} rated`)
    const first = await question()
    expect(await page.locator('main').textContent()).not.toContain(name)
    expect(await violationsInBothThemes(page)).toEqual([])
    await page.keyboard.press('n')
    await page.keyboard.type('near')
    await page.keyboard.press('Enter')
    await page.keyboard.press('4')
    await expect.poll(status).toBe(`1 of ${total} rated`)
    await expect.poll(question).not.toBe(first)
    await page.keyboard.press('u')
    await expect.poll(status).toBe(`0 of ${total} rated`)
    await expect.poll(question).toBe(first)
    await page.keyboard.press('s')
    await expect.poll(question).not.toBe(first)
    const second = await question()
    await page.keyboard.press('5')
    await expect.poll(status).toBe(`1 of ${total} rated`)
    await expect.poll(question).not.toBe(second)
    await page.reload()
    await expect.poll(question).toBe(first)
    await page.keyboard.press('Escape')
    await expect.poll(async () => new URL(page.url()).pathname).toBe(`/runs/${runId}`)
  })

  test('when all is rated, the agreement with the judge is shown, and why a figure is missing', async () => {
    const { page } = watched
    const { runId } = runs.prompt
    const { ratings } = host.engine
    const scope = { runIds: [runId], seed: 1 }
    for (let next = ratings.next(scope, { skip: false }).next; next; next = ratings.next(scope, { skip: false }).next)
      ratings.rate(scope, { token: next.token, score: 1, note: '' })
    await page.goto(`${host.origin}/rate?runs=${runId}&seed=1`)
    await page.getByRole('columnheader', { name: 'Kendall tau-b' }).waitFor()
    expect(await page.locator('main').textContent()).toContain('Not defined')
    expect(await violationsInBothThemes(page)).toEqual([])
  })
})
