import { latencyStages } from '../../../shared/domain/metric.ts'
import type { RunExample } from '../../../shared/domain/run-example.ts'
import type { TableColumn } from '../../ports/table-writer.ts'

/** A column of the files that hold one row for each run and example. */
interface ExampleColumn extends Pick<TableColumn, 'name' | 'type'> {
  readonly read: (example: RunExample) => unknown
}

/**
 * The columns of JSON lines and Parquet files, which are the same in both.
 * @param metrics measures that any of the runs has values of, in their order.
 */
export function exampleColumns(metrics: readonly string[]): ExampleColumn[] {
  return [
    ...(['run', 'name', 'rung', 'evalSet', 'split'] as const).map(text),
    { name: 'recipe', type: 'json', read: ({ recipe }) => recipe },
    text('queryId'),
    text('question'),
    { name: 'tags', type: 'json', read: ({ tags }) => tags },
    ...metrics.map(
      (metric): ExampleColumn => ({
        name: `score.${metric}`,
        type: 'double',
        read: ({ scores }) => scores[metric] ?? null,
      }),
    ),
    ...latencyStages.map(
      (stage): ExampleColumn => ({
        name: `latencyMs.${stage}`,
        type: 'double',
        read: ({ latencyMs }) => latencyMs[stage] ?? null,
      }),
    ),
    { name: 'costUsd', type: 'double', read: ({ costUsd }) => costUsd },
    text('triage'),
    { name: 'answers', type: 'json', read: ({ answers }) => answers },
    { name: 'retrieved', type: 'json', read: ({ retrieved }) => retrieved },
  ]
}

function text(name: 'run' | 'name' | 'rung' | 'evalSet' | 'split' | 'queryId' | 'question' | 'triage'): ExampleColumn {
  return { name, type: 'string', read: (example) => example[name] }
}
