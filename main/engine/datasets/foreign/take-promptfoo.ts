import { parse } from 'yaml'
import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { FileTally } from '../parsing/file-tally.ts'
import { type Cells, cellOf, isRecord } from '../tables/cell-values.ts'
import type { Table } from '../tables/table.ts'
import { addPromptfooTests } from './add-promptfoo-tests.ts'
import { readPromptfooTest, recordOf } from './promptfoo-test.ts'
import { promptfooResults, takePromptfooResults } from './take-promptfoo-results.ts'

/** A YAML file: promptfoo's configuration or its tests; anything else is refused with a reason. */
export function takePromptfooYaml(text: string, fileSha256: string, tally: FileTally, builder: DatasetBuilder): void {
  const read = readYaml(text)
  if ('reason' in read) tally.count(null, read)
  else if (!takePromptfoo(read.value, fileSha256, tally, builder))
    tally.count(null, {
      reason:
        'The YAML file is no promptfoo configuration: it has no list of tests with variables. Save other data as JSON or CSV.',
    })
}

function readYaml(text: string): { readonly value: unknown } | { readonly reason: string } {
  if (text.trim() === '') return { reason: 'The file is empty.' }
  try {
    return { value: parse(text, { logLevel: 'error' }) }
  } catch (error) {
    const detail = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
    return { reason: `The file is not valid YAML: ${detail}` }
  }
}

/**
 * Takes promptfoo's tests (a configuration, or a list of tests) as questions, and its results as runs with their
 * questions. @returns false when the value is none of these; nothing was taken then.
 */
export function takePromptfoo(value: unknown, fileSha256: string, tally: FileTally, builder: DatasetBuilder): boolean {
  const results = promptfooResults(value)
  if (results !== null) {
    takePromptfooResults(results, fileSha256, tally, builder)
    return true
  }
  const tests = testsIn(value)
  if (tests === null) return false
  tally.role = 'examples'
  const defaults = recordOf(isRecord(value) ? cellOf(value, 'defaultTest') : null)
  let left = 0
  for (const [index, test] of tests.entries()) {
    const row = index + 1
    if (!isRecord(test)) {
      tally.count(row, { reason: 'The test is not in the file; import the file that it names.' })
      continue
    }
    const read = readPromptfooTest(test, defaults)
    if ('reason' in read) {
      tally.count(row, read, test)
      continue
    }
    left += read.reduce((sum, { otherAssertions }) => sum + otherAssertions, 0)
    const { text: question, answers } = read[0]!
    tally.count(row, addPromptfooTests(read, `${tally.path}#${row}`, builder), { question, answers })
  }
  if (tests.length === 0) tally.count(null, { reason: 'The configuration has no test.' })
  noteOthers(left, tally, builder)
  return true
}

/** A table of tests: a column for each variable, and `__expected` for what is expected. */
export function takePromptfooTable(table: Table, tally: FileTally, builder: DatasetBuilder): boolean {
  const expected = table.columns.filter((column) => /^__expected\d*$/.test(column))
  if (expected.length === 0) return false
  tally.role = 'examples'
  let left = 0
  for (const { row, cells } of table.rows) {
    const vars = Object.fromEntries(Object.entries(cells).filter(([column]) => !column.startsWith('__')))
    const assert = expected.flatMap((column) => assertionOf(String(cellOf(cells, column) ?? '')))
    const metadata = Object.fromEntries(
      Object.entries(cells).flatMap(([column, value]) => {
        const name = /^__metadata:(.+?)(\[\])?$/.exec(column)
        return name ? [[name[1]!, name[2] ? String(value).split(',') : value]] : []
      }),
    )
    const read = readPromptfooTest({ vars, assert, metadata }, {})
    if ('reason' in read) tally.count(row, read, cells)
    else {
      left += read.reduce((sum, { otherAssertions }) => sum + otherAssertions, 0)
      tally.count(row, addPromptfooTests(read, `${tally.path}#${row}`, builder), cells)
    }
  }
  for (const { row, reason } of table.malformed) tally.count(row, { reason })
  tally.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  noteOthers(left, tally, builder)
  return true
}

function testsIn(value: unknown): readonly unknown[] | null {
  if (isRecord(value)) {
    const { tests } = value
    const isConfiguration = ['prompts', 'providers', 'targets', 'defaultTest'].some((name) =>
      Object.hasOwn(value, name),
    )
    if (Array.isArray(tests)) return isConfiguration || tests.some(hasVariables) ? tests : null
    return isConfiguration && typeof tests === 'string' ? [tests] : null
  }
  return Array.isArray(value) && value.length > 0 && value.every(hasVariables) ? value : null
}

function hasVariables(value: unknown): boolean {
  return isRecord(value) && (isRecord(value.vars) || typeof value.vars === 'string')
}

/** `icontains: 12 months`, or a text alone, which means equal to it. */
function assertionOf(text: string): Cells[] {
  if (text.trim() === '') return []
  const typed = /^([a-z][a-z-]*)(?:\([^)]*\))?:\s*(.*)$/s.exec(text)
  return [typed ? { type: typed[1], value: typed[2] } : { type: 'equals', value: text }]
}

function noteOthers(left: number, tally: FileTally, builder: DatasetBuilder): void {
  if (left > 0)
    builder.notes.push(
      `${tally.path}: ${left} ${left === 1 ? 'assertion says' : 'assertions say'} no answer (a rubric, a script, a limit) and ${left === 1 ? 'was' : 'were'} left out; judges and checks are chosen with an experiment.`,
    )
}
