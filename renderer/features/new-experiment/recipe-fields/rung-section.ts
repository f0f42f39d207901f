import type { RecipeSection } from './recipe-field.ts'

export const rungSection: RecipeSection = {
  title: 'Rung',
  fields: [
    {
      path: 'rung',
      label: 'What is tried',
      explanation:
        'Prompt asks a model alone, RAG finds passages first; Fine-tune and Hybrid are the same with a tuned model. Several: one run of each.',
      kind: 'choice',
      options: [
        ['prompt', 'Prompt'],
        ['rag', 'RAG'],
        ['finetune', 'Fine-tune'],
        ['hybrid', 'Hybrid'],
      ],
      default: 'rag',
    },
  ],
}
