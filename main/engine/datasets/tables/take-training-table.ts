import type { ColumnMapping } from '../../../../shared/domain/dataset-import.ts'
import { ChatMessage, type TrainingSplit } from '../../../../shared/domain/training-set.ts'
import type { TrainingRow } from '../../../ports/training-store.ts'
import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { FileTally, RowOutcome } from '../parsing/file-tally.ts'
import { stemOf } from '../parsing/path-names.ts'
import { type Cells, cellOf, idOf, isRecord, parseIfJson, textOf } from './cell-values.ts'
import type { Table } from './table.ts'

const splitNames: Readonly<Record<string, TrainingSplit>> = {
  train: 'train',
  training: 'train',
  valid: 'validation',
  validation: 'validation',
  val: 'validation',
  dev: 'validation',
  test: 'test',
}

const shareGptRoles: Readonly<Record<string, string>> = {
  system: 'system',
  human: 'user',
  user: 'user',
  gpt: 'assistant',
  chatgpt: 'assistant',
  assistant: 'assistant',
  model: 'assistant',
  tool: 'tool',
  observation: 'tool',
}

/** What training examples in a table look like, and which columns hold them. */
interface TrainingShape {
  readonly shape: 'chat' | 'sharegpt' | 'alpaca' | 'prompt-completion'
  readonly columns: ColumnMapping
}

/**
 * Takes a table of training examples: OpenAI chat (`messages`), ShareGPT (`conversations`), Alpaca (`instruction`, `input`,
 * `output`), or `prompt` and `completion`, also under other names that the mapping gives. A row is taken as a whole or not at
 * all; a row that stands twice is taken twice, for the preflight to find.
 * @param isWhole the user's mapping is all there is: nothing is guessed beside it.
 * @returns false when the table holds something else.
 */
export function takeTrainingTable(
  table: Table,
  given: ColumnMapping,
  isWhole: boolean,
  tally: FileTally,
  builder: DatasetBuilder,
): boolean {
  const found = shapeOf(table, given, isWhole)
  if (found === null) return false
  const { shape, columns } = found
  tally.role = 'training'
  tally.mapping = columns
  const fileSplit = splitOfFile(tally.path)
  for (const { row, cells } of table.rows) {
    const taken = rowOf(cells, found, fileSplit)
    const outcome: RowOutcome = 'reason' in taken ? taken : 'accepted'
    if (!('reason' in taken)) builder.trainingRows.push(taken)
    tally.count(row, outcome, cells)
  }
  for (const { row, reason } of table.malformed) tally.count(row, { reason })
  tally.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
  builder.trainingFiles.push({ path: tally.path, shape })
  return true
}

function shapeOf(table: Table, given: ColumnMapping, isWhole: boolean): TrainingShape | null {
  const { system, group, split } = given
  const kept = { ...(system && { system }), ...(group && { group }), ...(split && { split }) }
  if (given.messages !== undefined)
    return {
      shape: isShareGpt(table, given.messages) ? 'sharegpt' : 'chat',
      columns: { ...kept, messages: given.messages },
    }
  if (given.prompt !== undefined && given.completion !== undefined) {
    const { prompt, promptInput, completion } = given
    return { shape: 'prompt-completion', columns: { ...kept, prompt, completion, ...(promptInput && { promptInput }) } }
  }
  // Whoever maps a question or a text wants no training set.
  if (isWhole || given.query !== undefined || given.text !== undefined) return null
  // The first rows may be faulty; that must not make documents of the others.
  const has = (column: string, isFitting: (value: unknown) => boolean) =>
    table.rows.slice(0, 50).some(({ cells }) => isFitting(parseIfJson(cellOf(cells, column))))
  const hasText = (column: string) => has(column, (value) => typeof value === 'string')
  const guessed = {
    ...(hasText('system') && { system: 'system' }),
    ...(table.columns.includes('split') && { split: 'split' }),
    ...kept,
  }
  if (has('messages', Array.isArray)) return { shape: 'chat', columns: { ...guessed, messages: 'messages' } }
  const list = ['conversations', 'conversation'].find((column) => has(column, Array.isArray))
  if (list !== undefined && isShareGpt(table, list))
    return { shape: 'sharegpt', columns: { ...guessed, messages: list } }
  if (hasText('prompt') && hasText('completion'))
    return { shape: 'prompt-completion', columns: { ...guessed, prompt: 'prompt', completion: 'completion' } }
  if (hasText('instruction') && hasText('output')) {
    const input = table.columns.includes('input') ? { promptInput: 'input' } : {}
    return { shape: 'alpaca', columns: { ...guessed, prompt: 'instruction', completion: 'output', ...input } }
  }
  return null
}

function isShareGpt(table: Table, column: string): boolean {
  return table.rows.slice(0, 50).some(({ cells }) => {
    const value = parseIfJson(cellOf(cells, column))
    return Array.isArray(value) && value.some((item) => isRecord(item) && 'from' in item && 'value' in item)
  })
}

function rowOf(
  cells: Cells,
  { shape, columns }: TrainingShape,
  fileSplit: TrainingSplit | null,
): TrainingRow | { readonly reason: string } {
  const messages = shape === 'chat' || shape === 'sharegpt' ? listed(cells, shape, columns) : paired(cells, columns)
  if ('reason' in messages) return messages
  const system = textOf(cellOf(cells, columns.system))
  const hasSystem = messages[0]?.role === 'system' || messages[0]?.role === 'developer'
  const splitName = idOf(cellOf(cells, columns.split))?.toLowerCase()
  const known = new Set<string | undefined>(Object.values(columns))
  return {
    messages: system === '' || hasSystem ? messages : [{ role: 'system', content: system }, ...messages],
    // What a chat record holds beside its messages belongs to it; other shapes have no place for more.
    extra: shape === 'chat' ? Object.fromEntries(Object.entries(cells).filter(([name]) => !known.has(name))) : {},
    group: idOf(cellOf(cells, columns.group)),
    givenSplit: (splitName !== undefined ? splitNames[splitName] : undefined) ?? fileSplit,
  }
}

function listed(
  cells: Cells,
  shape: TrainingShape['shape'],
  { messages: column }: ColumnMapping,
): ChatMessage[] | { readonly reason: string } {
  const value = parseIfJson(cellOf(cells, column))
  if (!Array.isArray(value)) return { reason: `"${column}" holds no list of messages.` }
  if (value.length === 0) return { reason: `"${column}" holds no message.` }
  const messages: ChatMessage[] = []
  for (const [index, item] of value.entries()) {
    const message = ChatMessage.safeParse(shape === 'sharegpt' ? fromShareGpt(item) : item)
    if (!message.success) return { reason: `Message ${index + 1} is no message with a role and a content.` }
    messages.push(message.data)
  }
  return messages
}

function fromShareGpt(item: unknown): unknown {
  if (!isRecord(item) || typeof item.from !== 'string') return item
  return { role: shareGptRoles[item.from.toLowerCase()] ?? item.from, content: item.value }
}

function paired(cells: Cells, { prompt, promptInput, completion }: ColumnMapping) {
  const asked = [textOf(cellOf(cells, prompt)), textOf(cellOf(cells, promptInput))].filter((text) => text.trim() !== '')
  const answer = textOf(cellOf(cells, completion))
  if (asked.length === 0) return { reason: `"${prompt}" is empty.` }
  if (answer.trim() === '') return { reason: `"${completion}" is empty.` }
  const messages: ChatMessage[] = [
    { role: 'user', content: asked.join('\n\n') },
    { role: 'assistant', content: answer },
  ]
  return messages
}

/** `train.jsonl`, `valid.385.chat.jsonl`: the first word of the name that is a split's. */
function splitOfFile(path: string): TrainingSplit | null {
  const words = stemOf(path)
    .toLowerCase()
    .split(/[^a-z]+/)
  const word = words.find((part) => Object.hasOwn(splitNames, part))
  return word === undefined ? null : splitNames[word]!
}
