import { AppError } from '../../../../shared/domain/app-error.ts'
import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import type { PromptPreview, PromptPreviewRequest } from '../../../../shared/domain/prompt-preview.ts'
import { promptHash } from '../../generation/prompt-hash.ts'
import { unknownPlaceholders } from '../../generation/unknown-placeholders.ts'
import { writeExamples } from '../../generation/write-examples.ts'
import { fewShotSelector } from '../answering/few-shot-pool.ts'
import { writeRequest } from '../answering/write-request.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { planSweep } from './start-sweep.ts'

/**
 * The messages that a recipe would send for one question of a split. Sends nothing that costs.
 * Throws AppError INVALID_INPUT or NOT_FOUND.
 */
export async function previewPrompt(
  { recipe, queryId, offset, ...place }: PromptPreviewRequest,
  ports: ExperimentPorts,
  signal: AbortSignal = new AbortController().signal,
): Promise<PromptPreview> {
  const { generation, prompt } = recipe
  if (generation === null || isExtractive(generation)) {
    throw new AppError('INVALID_INPUT', 'This recipe sends no prompt: no model answers. Choose a model to see one.')
  }
  const { evalSet, split } = planSweep({ ...place, base: recipe, grid: {} }, ports)
  const examples = ports.store.datasets.examples(evalSet.evalSetId, split.name)
  const total = examples.queries.length
  if (total === 0) throw new AppError('INVALID_INPUT', `The split ${split.name} has no question to show.`)
  const from = queryId === undefined ? 0 : examples.queries.findIndex((query) => query.queryId === queryId)
  const position = Math.min(total - 1, Math.max(0, Math.max(0, from) + offset))
  const query = examples.queries[position]!
  // The vocabulary of the chunker is large: only who needs it loads it.
  const { countTokens } = await import('../../chunking/count-tokens.ts')
  const { promptContext } = await import('../answering/prompt-context.ts')
  const run = { recipe, evalSetId: evalSet.evalSetId, split: split.name }
  const shown = fewShotSelector(run, examples.queries, ports)(query)
  const context = await promptContext({ recipe, evalSet, examples, queries: [query] }, countTokens, ports, signal)
  const passages = context.passages[0]!
  const { messages } = writeRequest(run, generation, query.text, passages, writeExamples(shown))
  const counted = messages.map(({ role, content }) => ({ role, content, tokens: countTokens(content) }))
  const promptTokens = counted.reduce((sum, { tokens }) => sum + tokens + 4, 0)
  const window = generation.contextWindowTokens
  return {
    query: { queryId: query.queryId, text: query.text, answers: [...query.answers] },
    position,
    total,
    messages: counted,
    promptTokens,
    fits: window === null ? null : promptTokens + generation.maxOutputTokens <= window,
    unknownPlaceholders: unknownPlaceholders(`${prompt.system ?? ''}\n${prompt.user}`),
    examples: shown.map((example) => ({ ...example })),
    passages: passages.map(({ docId, title, tokens }) => ({ docId, title, tokens })),
    context: context.kind,
    note: context.note,
    promptHash: promptHash(prompt),
  }
}
