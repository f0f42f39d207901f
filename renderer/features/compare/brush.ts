import { type SliceKind, SliceRef } from '../../../shared/domain/slices.ts'
import type { ComparedSide } from './compared-side.ts'

/** Bars of the distribution on each side of no change, as the engine counts them. */
export const barsPerSide = 10

const kindWords: Record<SliceKind, string> = {
  tag: 'Tag',
  questionType: 'Asks for',
  difficulty: 'Difficulty',
  length: 'Length',
}

const sliceWords: Readonly<Record<string, string>> = {
  person: 'a person',
  time: 'a time',
  number: 'a number',
  place: 'a place',
  reason: 'a reason',
  phrase: 'anything else',
  hard: 'hard: mean score below 0.33',
  middle: 'middling: 0.33 to 0.67',
  easy: 'easy: above 0.67',
  short: 'up to 7 words',
  medium: '8 to 15 words',
  long: '16 words or more',
}

export function sliceName({ kind, name }: SliceRef): string {
  return kind === 'tag' ? name : (sliceWords[name] ?? name)
}

/** `Asks for: a number` */
export function sliceText(slice: SliceRef): string {
  return `${kindWords[slice.kind]}: ${sliceName(slice)}`
}

/** A slice as it stands in the address: `tag:multi`. */
export function sliceInAddress({ kind, name }: SliceRef): string {
  return `${kind}:${name}`
}

export function readSlice(text: string | undefined): SliceRef | undefined {
  if (text === undefined) return undefined
  const colon = text.indexOf(':')
  return SliceRef.safeParse({ kind: text.slice(0, colon), name: text.slice(colon + 1) }).data
}

/** A bar of a run's distribution: ten of worse, then ten of better. */
export interface ChangeBar {
  readonly runId: string
  readonly bar: number
}

/** A bar as it stands in the address: `r7:12`. */
export function barInAddress({ runId, bar }: ChangeBar): string {
  return `${runId}:${bar}`
}

export function readBar(text: string | undefined, runIds: readonly string[]): ChangeBar | undefined {
  const [, runId, bar] = /^(.+):(\d{1,2})$/u.exec(text ?? '') ?? []
  if (runId === undefined || !runIds.includes(runId) || Number(bar) >= 2 * barsPerSide) return undefined
  return { runId, bar: Number(bar) }
}

/** What a bar holds, without its unit: `worse by 0.1 to 0.2`. */
export function barText(bar: number, format: (size: number) => string): string {
  const isBetter = bar >= barsPerSide
  const step = isBetter ? bar - barsPerSide : barsPerSide - 1 - bar
  return `${isBetter ? 'better' : 'worse'} by ${format(step)} to ${format(step + 1)}`
}

export function sideOf(sides: readonly ComparedSide[], runId: string): ComparedSide | undefined {
  return sides.find(({ run }) => run.runId === runId)
}
