import { expect, test } from 'vitest'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { violationsInBothThemes } from '../../support/violations-in-both-themes.ts'
import type { WatchedPage } from '../../support/watched-page.ts'
import { type AnswerRuns, runAnswers } from './support/answer-workspace.ts'
import { describeApp } from './support/describe-app.ts'
import type { TestApp } from './support/test-app.ts'
import { useApp } from './support/use-app.ts'

describeApp('scoring answers again', () => {
  let host: TestApp
  let runs: AnswerRuns
  let watched: WatchedPage

  useApp({
    prepare: async (engine) => {
      runs = await runAnswers(engine)
      // A second judge, which calls every answer wrong.
      await using server = await OpenAiServer.start({
        answer: () => JSON.stringify({ reason: 'Misses the condition.', score: 0.25 }),
      })
      const provider = {
        kind: 'openai' as const,
        baseUrl: server.baseUrl,
        secretName: null,
        api: 'chat' as const,
        headers: {},
      }
      engine.experiments.evaluate({
        runIds: [runs.rag.runId],
        evaluators: [
          { kind: 'judge', name: 'quality', rubric: 'Be strict.', model: 'strict', provider, maxOutputTokens: 100 },
        ],
      })
      await engine.jobs.idle()
    },
    opened: (app) => {
      host = app
    },
    path: null,
    page: (opened) => {
      watched = opened
    },
  })

  test('with an evaluator that asks nobody, by keyboard; the judges say that nobody checked them', async () => {
    const { page } = watched
    await page.goto(`${host.origin}/runs/${runs.rag.runId}`)
    await page.getByText('not checked by people').first().waitFor()
    await page.keyboard.press('s')
    const dialog = page.getByRole('dialog', { name: 'Score the answers again' })
    await dialog.getByRole('checkbox', { name: /^Judge/ }).waitFor()
    expect(await dialog.getByRole('checkbox', { name: /^Judge/ }).isChecked()).toBe(true)
    await dialog.getByRole('checkbox', { name: /^Similarity/ }).check()
    expect(await violationsInBothThemes(page)).toEqual([])
    await dialog.getByRole('checkbox', { name: /^Judge/ }).uncheck()
    await dialog.getByRole('checkbox', { name: /^Contains/ }).check()
    await dialog.getByRole('button', { name: 'Score again' }).click()
    const scored = () => host.engine.results.run(runs.rag.runId).scoredMetrics
    await expect.poll(async () => scored().some((name) => name.startsWith('similarity#'))).toBe(true)
    expect(scored()).toContain('contains')
  })

  test('a judge is overruled by W in the drawer, and that is undone by Ctrl Z', async () => {
    const { page } = watched
    const { runId } = runs.rag
    const { queryId } = host.engine.results.queries(
      { runId, sortBy: 'position', descending: false, search: '', filter: 'all' },
      { offset: 0, limit: 1, metrics: [] },
    ).rows[0]!
    await page.goto(`${host.origin}/runs/${runId}?view=questions&query=${encodeURIComponent(queryId)}`)
    await page.getByRole('button', { name: /Judge is wrong/ }).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    const triage = () => host.engine.results.query(runId, queryId, 1, []).triage
    const before = triage()
    await page.keyboard.press('w')
    await expect.poll(async () => triage()).toBe('judgeError')
    await page.getByText('rated 1.000 by a person').waitFor()
    await page.keyboard.press('Control+z')
    await expect.poll(async () => triage()).toBe(before)
    await page.getByRole('button', { name: /Judge is wrong/ }).waitFor()
    await page.goto(`${host.origin}/compare?runs=${runs.rag.runId},${runs.prompt.runId}&baseline=${runs.rag.runId}`)
    await page.getByRole('button', { name: 'Judge in pairs…: B' }).click()
    const dialog = page.getByRole('dialog', { name: 'Judge in pairs' })
    await dialog.getByLabel('Judge model', { exact: true }).fill('judge')
    await dialog.getByLabel('Judge address').fill('http://127.0.0.1:9/v1')
    await dialog.getByLabel("Name of the judge's key").fill('')
    expect(await violationsInBothThemes(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Judge', exact: true }).click()
    // The sample's server gives both runs the same text: all tie without a request.
    await page.getByText('0 won, 143 tied, 0 lost').waitFor()
  })
})
