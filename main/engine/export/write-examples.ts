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

/** What is packed in one go, in bare rows: little enough that nobody waits for it. */
const groupWeight = 1500
/** An answer with its sources, or a ranking, takes about so many times as long as a bare row. */
const heavyWeight = 5

/**
 * The same columns with their types; recipes, labels, answers and rankings as JSON.
 * @param letOthersWork called between rows.
 */
export async function writeParquet(
  { metrics, examples }: ExampleTable,
  { openParquet }: TableWriter,
  letOthersWork: () => Promise<void> = async () => {},
): Promise<Uint8Array> {
  const columns = exampleColumns(metrics)
  const file = openParquet(columns.map(({ name, type }) => ({ name, type })))
  let rows: unknown[][] = []
  let weight = 0
  for (const example of examples) {
    rows.push(columns.map(({ read }) => read(example)))
    weight += 1 + heavyWeight * (example.answers.length + Number(example.retrieved !== null))
    if (weight >= groupWeight) {
      file.addRows(rows)
      rows = []
      weight = 0
    }
    await letOthersWork()
  }
  file.addRows(rows)
  return file.finish()
}
