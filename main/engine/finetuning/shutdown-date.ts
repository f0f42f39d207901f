import type { TrainerSettings } from '../../../shared/domain/trainer.ts'

/**
 * Last days of OpenAI's base models, which tuned ones share: its deprecations page of 2026 and the comments in its SDK.
 * Longer names first.
 */
const dates: readonly (readonly [name: string, date: string])[] = [
  ['gpt-4.1-nano', '2026-10-23'],
  ['gpt-4.1', '2027-01-14'],
  ['gpt-4o', '2027-01-14'],
  ['gpt-3.5-turbo', '2026-10-23'],
  ['gpt-4', '2026-10-23'],
  ['o4-mini', '2026-10-23'],
  ['o3-mini', '2026-10-23'],
]

/** ISO date of the last day on which a model made of this base model answers; null when none is known. */
export function shutdownDate(trainer: TrainerSettings | null, baseModel: string): string | null {
  if (trainer?.kind !== 'openai') return null
  return dates.find(([name]) => baseModel === name || baseModel.startsWith(`${name}-`))?.[1] ?? null
}

/** Days until an ISO date, at `now`; negative when it is over. */
export function daysUntil(date: string, now: Date): number {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  return Math.round((Date.parse(date) - today) / 86_400_000)
}
