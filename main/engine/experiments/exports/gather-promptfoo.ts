import { AppError } from '../../../../shared/domain/app-error.ts'
import { defaultSystemPrompt, type Generation } from '../../../../shared/domain/generation.ts'
import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import type { RecipeRun, Run } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { PromptfooData, PromptfooPrompt } from '../../export/write-promptfoo.ts'
import { writeContext } from '../../generation/write-context.ts'
import { writeExamples } from '../../generation/write-examples.ts'
import { fewShotSelector } from '../answering/few-shot-pool.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** promptfoo gives a model no name of its own: several runs of it are told apart by their place. */
type AskingRun = RecipeRun & { readonly recipe: { readonly generation: Generation } }

/**
 * The questions of the runs with their expected answers, and the prompts and models of those that ask one. Sources are
 * those that each run sent. Throws AppError INVALID_INPUT where the runs are on different questions.
 */
export function gatherPromptfoo(runs: readonly Run[], { store }: Pick<ExperimentPorts, 'store'>): PromptfooData {
  const first = runs[0]
  if (!first) throw new AppError('INVALID_INPUT', 'There is no run to export. Name one at least.')
  const other = runs.find((run) => run.evalSetId !== first.evalSetId || run.split !== first.split)
  if (other)
    throw new AppError(
      'INVALID_INPUT',
      `A promptfoo configuration holds the questions of one split, and ${first.name} and ${other.name} were run on different ones. Export them one by one.`,
    )
  const { queries, judgments } = store.datasets.examples(first.evalSetId, first.split)
  const asking = runs.filter(isAsking)
  const parts = asking.map((run) => {
    const shown = fewShotSelector(run, queries, { store })
    const textOf = sourceReader(run, { store })
    return (query: (typeof queries)[number]) => ({
      context: textOf(query.queryId),
      examples: writeExamples(shown(query)),
    })
  })
  return {
    title: `${first.evalSetName} (${first.split}): ${queries.length} questions${asking.length === 0 ? '; no run asks a model, so nothing is asked here either' : ''}`,
    prompts: asking.map(promptOf),
    examples: queries.map((query) => ({
      queryId: query.queryId,
      question: query.text,
      answers: query.answers,
      tags: query.tags,
      split: first.split,
      judgments: [...(judgments.get(query.queryId) ?? [])].map(([docId, grade]) => ({ docId, grade })),
      parts: parts.map((partsOf) => partsOf(query)),
    })),
  }
}

function isAsking(run: Run): run is AskingRun {
  const generation = run.recipe?.generation
  return generation != null && !isExtractive(generation)
}

function promptOf({ name, recipe }: AskingRun): PromptfooPrompt {
  const { prompt, generation, rung } = recipe
  return {
    label: name,
    system: prompt.system ?? defaultSystemPrompt(rung, prompt.notFound),
    user: prompt.user,
    ...providerOf(generation),
  }
}

function providerOf({ provider, model, temperature, maxOutputTokens, seed }: Generation): {
  provider: string
  config: Record<string, unknown>
} {
  const common = { ...(temperature === null ? {} : { temperature }), max_tokens: maxOutputTokens }
  const key = provider.secretName === null ? {} : { apiKeyEnvar: provider.secretName }
  const seeded = seed === null ? {} : { seed }
  switch (provider.kind) {
    case 'openai':
      return {
        provider: `openai:chat:${model}`,
        config: { apiBaseUrl: provider.baseUrl, ...key, ...common, ...seeded },
      }
    case 'azure':
      return {
        provider: `azure:chat:${model}`,
        config: {
          apiHost: new URL(provider.baseUrl).host,
          apiVersion: provider.apiVersion,
          ...key,
          ...common,
          ...seeded,
        },
      }
    case 'anthropic':
      return { provider: `anthropic:messages:${model}`, config: { ...key, ...common } }
  }
}

/** The sources that a run sent for a question, as its model read them; empty where it sent none. */
function sourceReader(run: AskingRun, { store }: Pick<ExperimentPorts, 'store'>): (queryId: string) => string {
  if (!hasRetrieval(run.recipe.rung)) return () => ''
  const { corpusVersionId } = run.provenance
  return (queryId) => {
    const passages = store.answers.answersOf(run.runId, queryId)[0]?.passages ?? []
    return writeContext(
      passages.map(({ docId, title, start, end }) => ({
        title,
        text: store.datasets.document(corpusVersionId, docId)?.text.slice(start, end) ?? '',
      })),
    )
  }
}
