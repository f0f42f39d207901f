import { createHash } from 'node:crypto'
import type { Answer } from '../../../../shared/domain/answer.ts'
import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { FileTally } from '../parsing/file-tally.ts'
import type { StatedExample, StatedResult } from '../results/stated-result.ts'
import { type Cells, cellOf, isRecord, textOf } from '../tables/cell-values.ts'
import { addPromptfooTests } from './add-promptfoo-tests.ts'
import { readPromptfooTest, recordOf } from './promptfoo-test.ts'

/** The outputs of a promptfoo evaluation; null when the value is none. */
export function promptfooResults(value: unknown): readonly Cells[] | null {
  if (!isRecord(value) || !isRecord(value.results) || !Array.isArray(value.results.results)) return null
  const outputs = value.results.results.filter(isRecord)
  return outputs.length > 0 && outputs.every((output) => isRecord(output.vars) || isRecord(output.testCase))
    ? outputs
    : null
}

interface OpenRun {
  readonly name: string
  readonly examples: Map<string, StatedExample>
  readonly rows: { row: number; queryId: string }[]
}

/**
 * Takes the outputs as answers, a run for each model and prompt, and the questions that they answer with them. A
 * repeated output is another repetition; promptfoo's own score is kept as the measure `assertions`.
 */
export function takePromptfooResults(
  outputs: readonly Cells[],
  fileSha256: string,
  tally: FileTally,
  builder: DatasetBuilder,
): void {
  tally.role = 'run'
  const runs = new Map<string, OpenRun>()
  for (const [index, output] of outputs.entries()) {
    const row = index + 1
    const test = recordOf(cellOf(output, 'testCase'))
    const read = readPromptfooTest({ ...test, vars: { ...recordOf(test.vars), ...recordOf(output.vars) } }, {})
    if ('reason' in read) {
      tally.count(row, read, output)
      continue
    }
    const place = typeof output.testIdx === 'number' ? output.testIdx + 1 : null
    const ownId = `${tally.path}#${place ?? createHash('sha256').update(read[0]!.text).digest('hex').slice(0, 12)}`
    const refused = addPromptfooTests(read.slice(0, 1), ownId, builder)
    if (typeof refused === 'object') {
      tally.count(row, refused, output)
      continue
    }
    const queryId = read[0]!.queryId ?? ownId
    const { key, name } = makerOf(output)
    const run: OpenRun = runs.get(key) ?? { name, examples: new Map(), rows: [] }
    runs.set(key, run)
    run.rows.push({ row, queryId })
    const known = run.examples.get(queryId)
    const answers = [...(known?.answers ?? []), answerOf(output, queryId, known?.answers.length ?? 0)]
    const score = known ? (Object.values(known.scores)[0] ?? null) : scoreOf(output)
    const scores: StatedExample['scores'] = score === null ? {} : { [measureOf(test)]: score }
    run.examples.set(queryId, { queryId, scores, latencyMs: {}, triage: null, answers, retrieved: null })
  }
  for (const [statedId, { name, examples, rows }] of runs) {
    const result: StatedResult = {
      ...{ statedId, name, evalSetName: null, split: null, recipe: null, baseline: null, figures: [] },
      ...{ examples: [...examples.values()], tags: ['promptfoo'], notes: '', rows },
    }
    builder.statedResults.push({ tally, fileSha256, result })
  }
}

/** Which model answered which prompt. */
function makerOf(output: Cells): { key: string; name: string } {
  const provider = output.provider
  const model = isRecord(provider) ? textOf(provider.label) || textOf(provider.id) : textOf(provider)
  const prompt = recordOf(output.prompt)
  const label = textOf(prompt.label).replace(/\s+/g, ' ').trim()
  const key = `${model} ${textOf(output.promptIdx) || label}`.trim() || 'promptfoo'
  const name =
    label === '' || label === model || label.length > 80
      ? `${model} ${textOf(output.promptIdx)}`.trim()
      : `${model} · ${label}`
  return { key: key.slice(0, 200), name: (name || 'promptfoo').slice(0, 200) }
}

function answerOf(output: Cells, queryId: string, repetition: number): Answer {
  const response = recordOf(output.response)
  const text =
    typeof response.output === 'string'
      ? response.output
      : response.output == null
        ? ''
        : JSON.stringify(response.output)
  const usage = recordOf(response.tokenUsage)
  const tokens = (name: string) =>
    Number.isSafeInteger(usage[name]) && Number(usage[name]) >= 0 ? Number(usage[name]) : 0
  const error = textOf(output.error) || textOf(response.error)
  const failed = text === '' && error !== ''
  const cost = [output.cost, response.cost].find((value) => typeof value === 'number' && value >= 0)
  const ms = typeof output.latencyMs === 'number' && output.latencyMs >= 0 ? output.latencyMs : 0
  return {
    ...{ queryId, repetition, text, abstained: false, finishReason: failed ? 'other' : 'stop' },
    failure: failed ? { kind: 'malformed', message: error.slice(0, 1000) } : null,
    ...{ passages: [], citations: [], brokenCitations: 0 },
    usage:
      Object.keys(usage).length === 0
        ? null
        : { inputTokens: tokens('prompt'), cachedInputTokens: 0, outputTokens: tokens('completion') },
    latencyMs: { assemble: 0, generate: ms },
    cached: response.cached === true,
    costUsd: typeof cost === 'number' ? cost : null,
  }
}

function scoreOf({ score }: Cells): number | null {
  return typeof score === 'number' && score >= 0 && score <= 1 ? score : null
}

/** The measure's version says which assertions it stands for: other assertions are another measure. */
function measureOf(test: Cells): string {
  const types = Array.isArray(test.assert) ? test.assert.map((assertion) => recordOf(assertion).type) : []
  const version = createHash('sha256').update(JSON.stringify(types)).digest('hex').slice(0, 8)
  return `assertions.promptfoo#${version}`
}
