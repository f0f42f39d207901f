import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Run } from '../../../../shared/domain/run.ts'
import type { RungsCli } from './rungs-cli.ts'

/** Measures that depend on the machine and the hour, not on the recipe. */
const isMeasuredTime = /^(latencyMs\.|index\.(buildMs|bytes)$)/

/**
 * Everything that a workspace's runs say, without ids and measured times: two workspaces in which the same experiments
 * were run must give the same, to the last digit.
 */
export async function gatherEvidence(cli: RungsCli): Promise<{ scores: string[]; rankings: Map<string, string> }> {
  const tidy = await cli.succeed(['compare', '--format', 'csv-tidy'])
  const rows = parse(tidy, { columns: true }) as Record<string, string>[]
  const scores = rows
    .filter(({ metric }) => !isMeasuredTime.test(metric!))
    .map(({ run: _run, ...row }) => Object.values(row).join(' | '))
  const folder = join(cli.folder, 'trec')
  await cli.succeed(['compare', '--format', 'trec', '-o', folder])
  const runs = await cli.json<Run[]>(['runs'])
  const rankings = runs.map(({ runId, name }) => [name, readFileSync(join(folder, `${runId}.trec`), 'utf8')] as const)
  return { scores: scores.sort(), rankings: new Map(rankings) }
}
