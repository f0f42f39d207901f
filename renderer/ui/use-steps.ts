import { useEffect, useEffectEvent, useState } from 'react'
import { useKeys } from './use-keys.ts'

export type StepDirection = 'previous' | 'next'

export interface Steps {
  readonly previous: string | null
  readonly next: string | null
  step(to: StepDirection): void
}

interface StepOptions {
  /** Ids of what comes before and after; null at an end. */
  readonly previous: string | null
  readonly next: string | null
  /** True while the two are still those of the item before. */
  readonly isStale?: boolean
  readonly onGoTo: (id: string) => void
}

/**
 * Steps to the item before or after, also by `[` and `]`. Right after a step its neighbours may still be on the way: a
 * step that is asked for then waits for them, so that no key press is lost or leads back.
 */
export function useSteps({ previous, next, isStale = false, onGoTo }: StepOptions): Steps {
  const [waiting, setWaiting] = useState<StepDirection | null>(null)
  const step = (to: StepDirection) => {
    if (isStale) return setWaiting(to)
    const target = to === 'previous' ? previous : next
    if (target !== null) onGoTo(target)
  }
  const takeWaitingStep = useEffectEvent(() => {
    if (waiting !== null) step(waiting)
    setWaiting(null)
  })
  useEffect(() => {
    if (!isStale) takeWaitingStep()
  }, [isStale])
  useKeys({ '[': () => step('previous'), ']': () => step('next') })
  return { previous, next, step }
}
