import { useEffect, useState } from 'react'
import type { DecisionEntries } from '../../../shared/domain/decision.ts'

/** Typing goes on this long before the record is asked for. */
const settleMs = 300

/**
 * The entries that the record is asked for: those of now, but where notes or the number of examples are being typed those
 * before, until that rests. The record is computed from all runs, which is too much for each letter.
 */
export function useAskedEntries<Entries extends DecisionEntries | null | undefined>(changed: Entries): Entries {
  const [rested, setRested] = useState(changed)
  const isTyping = changed && rested && changed !== rested && choices(changed) === choices(rested)
  useEffect(() => {
    const timer = setTimeout(() => setRested(changed), isTyping ? settleMs : 0)
    return () => clearTimeout(timer)
  }, [changed, isTyping])
  return isTyping ? rested : changed
}

/** What is chosen with a click. */
function choices({ answers, overrides }: DecisionEntries): string {
  const { goodExamples: _, ...chosen } = answers
  return JSON.stringify([chosen, overrides])
}
