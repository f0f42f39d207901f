import type { RunExample } from '../../../shared/domain/run-example.ts'
import type { TableWriter } from '../../ports/table-writer.ts'
import { exampleColumns } from './example-columns.ts'

/** Examples of runs, with the measures that any of them has values of. */
export interface ExampleTable {
  readonly metrics: readonly string[]
  readonly examples: Iterable<RunExample>
}

/** One JSON object a line, a line for each run and example; what an example does not have is null, never left out. */
export function* writeJsonLines({ metrics, examples }: ExampleTable): Generator<string> {
  const columns = exampleColumns(metrics)
  for (const example of examples) {
    yield `${JSON.stringify(Object.fromEntries(columns.map(({ name, read }) => [name, read(example)])))}\n`
  }
}

/** The same columns with their types; recipes, labels, answers and rankings as JSON. */
export function writeParquet({ metrics, examples }: ExampleTable, { writeParquet: write }: TableWriter): Uint8Array {
  const columns = exampleColumns(metrics).map((column) => ({ ...column, values: [] as unknown[] }))
  for (const example of examples) for (const { values, read } of columns) values.push(read(example))
  return write(columns.map(({ name, type, values }) => ({ name, type, values })))
}
