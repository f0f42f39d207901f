import { expect, test } from 'vitest'
import { ladderSection } from '../../../main/engine/export/report/report-ladder.ts'
import { volumeCosts } from '../../../shared/domain/volume-costs.ts'
import { openLadderWorkspace } from '../../support/ladder-workspace.ts'

test('the ladder of a report draws cost by volume with the figures of the ladder itself, and says where two meet', async () => {
  await using workspace = await openLadderWorkspace()
  workspace.addRun('prompt', 'prompt', 0.5, { per1kUsd: 3 })
  workspace.addRun('rag', 'rag', 0.7, { per1kUsd: 1, setupUsd: 1200 })
  for (const queriesPerMonth of [0, 1234, 50_000, 9_999_999]) {
    const report = (await workspace.client.decisions.ladder({ queriesPerMonth }))!
    const { lines } = volumeCosts(report.runs)
    for (const { name, usdAt } of lines)
      expect(usdAt!(queriesPerMonth)).toBeCloseTo(report.runs.find((run) => run.name === name)!.monthlyUsd!, 9)
    const html = ladderSection(report).text
    expect(html).toContain('Cost and quality of 2 runs')
    expect(html).toMatch(/aria-label="Monthly cost of each rung.{1,6}s best run by volume"/)
    expect(html).toContain('RAG costs less than Prompt above about 50,000 queries a month.')
  }
})

test('where every run costs nothing, a report says so, draws no volumes, and holds quality against latency', async () => {
  await using workspace = await openLadderWorkspace()
  workspace.addRun('prompt', 'prompt', 0.5, { per1kUsd: 0 })
  const report = (await workspace.client.decisions.ladder())!
  const html = ladderSection({ ...report, runs: report.runs.filter(({ name }) => name === 'prompt') }).text
  expect(html).toContain('Every run costs $0.00 at every volume, so cost cannot tell them apart.')
  expect(html).not.toContain('best run by volume')
  expect(html).toContain('Latency and quality of 1 run')
})
