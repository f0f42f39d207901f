import { stringify } from 'yaml'

/** A run's question as promptfoo would ask it. */
export interface PromptfooPrompt {
  /** Name of the run. */
  readonly label: string
  /** Templates with Rungs' placeholders. */
  readonly system: string
  readonly user: string
  /** promptfoo's name of the model, such as `openai:chat:gpt-5.4-mini`. */
  readonly provider: string
  readonly config: Readonly<Record<string, unknown>>
}

export interface PromptfooExample {
  readonly queryId: string
  readonly question: string
  readonly answers: readonly string[]
  readonly tags: readonly string[]
  readonly split: string
  readonly judgments: readonly { readonly docId: string; readonly grade: number }[]
  /** What each prompt's placeholders stand for, in the order of the prompts. */
  readonly parts: readonly { readonly context: string; readonly examples: string }[]
}

export interface PromptfooData {
  readonly title: string
  readonly prompts: readonly PromptfooPrompt[]
  readonly examples: readonly PromptfooExample[]
}

/**
 * A promptfoo configuration (YAML): the prompts and models of the runs that ask one, and a test for each question with
 * its expected answers as an assertion. What a retrieving run sent as its sources is a variable of its own. Text is
 * data: nothing in it is a template, a file or an alias. @returns the file piece by piece.
 */
export function* writePromptfoo({ title, prompts, examples }: PromptfooData): Generator<string> {
  const head = {
    description: plain(title),
    prompts:
      prompts.length === 0
        ? ['{{question}}']
        : prompts.map(({ label, system, user }, index) => ({
            label: `${index + 1}. ${label}`,
            raw: JSON.stringify(
              [
                ...(system === '' ? [] : [{ role: 'system', content: template(system, index + 1) }]),
                { role: 'user', content: template(user, index + 1) },
              ],
              null,
              2,
            ),
          })),
    providers:
      prompts.length === 0
        ? ['echo']
        : prompts.map(({ label, provider, config: settings }, index) => ({
            id: provider,
            label: `${index + 1}. ${label}`,
            // promptfoo would ask every model with every prompt.
            prompts: [`${index + 1}. ${label}`],
            config: settings,
          })),
  }
  yield `# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json\n${yamlOf(head)}`
  if (examples.length === 0) yield yamlOf({ tests: [] })
  for (let from = 0; from < examples.length; from += testsAtOnce) {
    const tests = yamlOf({ tests: examples.slice(from, from + testsAtOnce).map(testOf) })
    // The key stands above the first ones.
    yield from === 0 ? tests : tests.slice(tests.indexOf('\n') + 1)
  }
}

/** Thousands of tests in one go would hold up the engine. */
const testsAtOnce = 100

function testOf({ queryId, question, answers, tags, split, judgments, parts }: PromptfooExample) {
  return {
    description: queryId,
    vars: {
      question: plain(question),
      ...Object.fromEntries(
        parts.flatMap(({ context, examples: shown }, index) => [
          ...(context === '' ? [] : [[`context_${index + 1}`, plain(context)]]),
          ...(shown === '' ? [] : [[`examples_${index + 1}`, plain(shown)]]),
        ]),
      ),
    },
    ...(answers.length > 0 ? { assert: [{ type: 'icontains-any', value: answers.map(plain) }] } : {}),
    metadata: {
      queryId,
      split,
      ...(tags.length > 0 ? { tags } : {}),
      ...(judgments.length > 0 ? { judgments } : {}),
    },
  }
}

function yamlOf(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })
}

const names: Readonly<Record<string, (place: number) => string>> = {
  query: () => '{{question}}',
  context: (place) => `{{context_${place}}}`,
  examples: (place) => `{{examples_${place}}}`,
}

/** Rungs' placeholders in promptfoo's names; whatever else looks like a template is text. */
function template(text: string, place: number): string {
  return text
    .split(/\{\{(query|context|examples)\}\}/)
    .map((part, index) => (index % 2 === 1 ? names[part]!(place) : plain(part)))
    .join('')
}

/** Text that promptfoo takes as it is: it would fill in templates, and read the file behind `file://`. */
function plain(text: string): string {
  const inert = text.replace(/\{[{%#]/g, (opening) => `{{ '${opening}' }}`)
  return /^\s*[a-z]+:/i.test(text) ? `{{ '' }}${inert}` : inert
}
