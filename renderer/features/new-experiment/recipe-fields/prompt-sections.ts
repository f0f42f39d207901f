import { defaultUserPrompt } from '../../../../shared/domain/generation.ts'
import { answers, asksModel, type RecipeSection, retrieves } from './recipe-field.ts'

/** Which passages a model sees. */
export const contextSection: RecipeSection = {
  title: 'Context',
  fields: [
    {
      path: 'context.passages',
      label: 'Passages',
      explanation: 'How many chunks from the top of the ranking are shown.',
      unit: 'chunks',
      kind: 'number',
      default: 8,
      when: [retrieves, answers],
    },
    {
      path: 'context.budgetTokens',
      label: 'Token budget',
      explanation: 'All passages together; the one that crosses it is cut after a sentence.',
      unit: 'tokens',
      kind: 'number',
      default: 2000,
      when: [retrieves, answers],
    },
    {
      path: 'context.scoreFloor',
      label: 'Score floor',
      explanation: 'Leaves out passages that score below. Empty: none is left out.',
      kind: 'number',
      default: null,
      placeholder: 'none',
      when: [retrieves, answers],
      advanced: true,
    },
    {
      path: 'context.removeOverlaps',
      label: 'Remove overlaps',
      explanation: 'Leaves out text that an earlier passage already holds.',
      kind: 'choice',
      options: [
        ['true', 'yes'],
        ['false', 'no'],
      ],
      default: true,
      when: [retrieves, answers],
      advanced: true,
    },
  ],
}

/** What it is told. */
export const promptSection: RecipeSection = {
  title: 'Prompt',
  fields: [
    {
      path: 'prompt.system',
      label: 'System message',
      explanation: 'What the model is told first. Empty: the default that is shown.',
      kind: 'prose',
      default: null,
      rows: 4,
      when: [asksModel],
    },
    {
      path: 'prompt.user',
      label: 'User message',
      explanation:
        '{{query}} is the question, {{context}} the passages, {{examples}} the examples. A line with only an empty one goes away.',
      kind: 'prose',
      default: defaultUserPrompt,
      rows: 6,
      when: [asksModel],
    },
    {
      path: 'prompt.notFound',
      label: 'Words for “not found”',
      explanation: 'What an answer says when it abstains. Empty: abstaining is not offered.',
      kind: 'prose',
      default: 'not found',
      emptyIs: '',
      placeholder: 'abstaining is not offered',
      rows: 1,
      when: [answers],
    },
    {
      path: 'prompt.examples.kind',
      label: 'Examples',
      explanation: 'Questions with answers from another split, shown before the question. Nearest: those most like it.',
      kind: 'choice',
      options: [
        ['none', 'none'],
        ['nearest', 'nearest'],
        ['random', 'random'],
        ['fixed', 'fixed'],
      ],
      default: 'none',
      when: [asksModel],
    },
    {
      path: 'prompt.examples.split',
      label: 'Split of examples',
      explanation: 'Never the one that is scored.',
      kind: 'text',
      default: 'train',
      of: { union: 'prompt.examples', kinds: ['random', 'nearest'] },
    },
    {
      path: 'prompt.examples.count',
      label: 'Number of examples',
      explanation: 'Each makes every prompt longer.',
      kind: 'number',
      default: 4,
      of: { union: 'prompt.examples', kinds: ['random', 'nearest'] },
    },
    {
      path: 'prompt.examples.seed',
      label: 'Seed of examples',
      explanation: 'Another seed draws others.',
      kind: 'number',
      default: 0,
      of: { union: 'prompt.examples', kinds: ['random'] },
      advanced: true,
    },
    {
      path: 'prompt.examples.queryIds',
      label: 'Ids of examples',
      explanation: 'Questions of other splits, in this order. All of them are one value.',
      kind: 'ids',
      default: null,
      placeholder: 'id of a question',
      of: { union: 'prompt.examples', kinds: ['fixed'] },
    },
  ],
}
