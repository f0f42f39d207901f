import type { ReactNode } from 'react'
import { defaultSystemPrompt } from '../../../shared/domain/generation.ts'
import { extractiveModel } from '../../../shared/domain/model-provider.ts'
import type { Recipe } from '../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './run-screen.module.css'

/** The whole recipe, as `rungs run` takes it; before it, how a model is asked, as people read it. */
export function ConfigurationCard({ recipe }: { recipe: Recipe }) {
  const json = JSON.stringify(recipe, null, 2)
  return (
    <Card title="Configuration" note="the recipe as JSON" end={<CopyButton text={json} what="the configuration" />}>
      {recipe.generation && <Asking recipe={recipe} generation={recipe.generation} />}
      <section
        className={styles.json}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        tabIndex={0}
        aria-label="Configuration as JSON"
      >
        <pre>{json}</pre>
      </section>
    </Card>
  )
}

function Asking({ recipe, generation }: { recipe: Recipe; generation: NonNullable<Recipe['generation']> }) {
  const { rung, prompt, context } = recipe
  const isReader = generation.model === extractiveModel
  const lines: (readonly [string, ReactNode])[] = [
    ['Model', isReader ? 'extractive reader, built in' : generation.model],
    ...(isReader ? [] : ([['Server', generation.provider.baseUrl]] as const)),
    ...(!hasRetrieval(rung)
      ? ([['Context', 'none: no retrieval']] as const)
      : ([
          [
            'Context',
            `${context.passages} passages, at most ${context.budgetTokens.toLocaleString('en-US')} tokens${context.scoreFloor === null ? '' : `, score ${context.scoreFloor} and more`}`,
          ],
        ] as const)),
    ['Abstains with', prompt.notFound === '' ? 'nothing: not offered' : `“${prompt.notFound}”`],
  ]
  if (!isReader) {
    lines.push(
      ['Temperature', generation.temperature ?? 'left to the provider'],
      ['Longest answer', `${generation.maxOutputTokens.toLocaleString('en-US')} tokens`],
      ['Asked', generation.repetitions === 1 ? 'once per question' : `${generation.repetitions} times per question`],
      ['Examples', prompt.examples.kind === 'none' ? 'none' : exampleWords(prompt.examples)],
      [
        'System prompt',
        <LongText
          key="system"
          text={prompt.system ?? defaultSystemPrompt(rung, prompt.notFound)}
          {...(prompt.system === null && { note: 'the default' })}
        />,
      ],
      ['User prompt', <LongText key="user" text={prompt.user} />],
    )
  }
  return (
    <dl className={`${styles.lines} ${styles.asking}`}>
      {lines.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function exampleWords(examples: Exclude<Recipe['prompt']['examples'], { kind: 'none' }>): string {
  if (examples.kind === 'fixed') return `${examples.queryIds.length} chosen ones`
  return `${examples.count} ${examples.kind === 'nearest' ? 'most alike' : `at random, seed ${examples.seed}`}, from split ${examples.split}`
}

/** Longer texts than this, and those of several lines, are folded. */
const foldedCharacters = 160

function LongText({ text, note }: { text: string; note?: string }) {
  if (text.length <= foldedCharacters && !text.includes('\n')) return <span className={styles.promptText}>{text}</span>
  return (
    <details className={styles.fold}>
      <summary>
        {`${text.length.toLocaleString('en-US')} characters${note ? `, ${note}` : ''}: ${text.slice(0, 60).replace(/\s+/gu, ' ').trim()} …`}
      </summary>
      <p className={styles.promptText}>{text}</p>
    </details>
  )
}
