import { expect, test } from 'vitest'
import { ladderMetric, openLadderWorkspace } from '../../support/ladder-workspace.ts'

test('a month costs the same by the run and on the ladder: nothing, known, not known', async () => {
  await using workspace = await openLadderWorkspace()
  const { client } = workspace
  const free = workspace.addRun('rag', 'free', 0.7, { per1kUsd: null, recipe: { generation: null } })
  const paid = workspace.addRun('prompt', 'paid', 0.6, { per1kUsd: 2, setupUsd: 6 })
  const unknown = workspace.addRun('hybrid', 'unknown', 0.8, { per1kUsd: null })
  const { runs } = (await client.decisions.ladder({ metric: ladderMetric }))!
  for (const [runId, totalUsd] of [
    [free, 0],
    [paid, 20.5],
    [unknown, null],
  ] as const) {
    expect([runId, (await client.results.monthlyCost({ runId })).totalUsd]).toEqual([runId, totalUsd])
    expect(runs.find((run) => run.runId === runId)).toMatchObject({ monthlyUsd: totalUsd })
  }
})
