import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Rating } from '../../../shared/domain/rating.ts'
import type { QueryResult } from '../../../shared/domain/results.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { useToast } from '../../ui/toast.tsx'

interface Place {
  readonly runId: QueryResult['runId']
  readonly queryId: string
  readonly repetition: number
}

/** From this score on a judge calls an answer right. */
const rightFrom = 0.5

/** The answer that triage goes by, where the latest judge calls it wrong and no person has said otherwise. */
export function overrulable(result: QueryResult): Place | null {
  const { runId, queryId, generated, evaluations, judgeMeasure, ratings } = result
  const first = generated.find(({ failure }) => failure === null)
  if (!first || judgeMeasure === null) return null
  const { repetition } = first
  const verdict = evaluations.find((one) => one.measure === judgeMeasure && one.repetition === repetition)
  if (verdict?.score == null || verdict.score >= rightFrom) return null
  return ratings.some((rating) => rating.repetition === repetition && rating.score === 1)
    ? null
    : { runId, queryId, repetition }
}

/** "The judge is wrong": a person's word against a judge's, which can be taken back, with Ctrl Z, too. */
export function useOverrule(): { overrule: (place: Place) => void; error: Error | null } {
  const { client } = useEngine()
  const queries = useQueryClient()
  const toast = useToast()
  const [done, setDone] = useState<readonly { place: Place; before: Rating | null }[]>([])
  const closeToast = useRef<(() => void) | null>(null)
  const show = (options: Parameters<typeof toast>[0]) => {
    closeToast.current?.()
    closeToast.current = toast(options)
  }
  const undo = useMutation({
    mutationFn: async ({ place, before }: { place: Place; before: Rating | null }) => {
      const rating = before && { score: before.score, note: before.note }
      await client.ratings.setRating({ ...place, rating })
    },
    onSuccess: async () => {
      setDone((all) => all.slice(0, -1))
      await queries.invalidateQueries()
      show({ message: "Undone: the judge's word stands again." })
    },
  })
  const mark = useMutation({
    mutationFn: async (place: Place) => ({ place, before: (await client.ratings.overrule(place)).before }),
    onSuccess: async (marked) => {
      setDone((all) => [...all, marked])
      await queries.invalidateQueries()
      show({
        message: `Marked as a judge error: ${marked.place.queryId} is rated right.`,
        action: { label: 'Undo', run: () => undo.mutate(marked) },
      })
    },
  })
  const last = done.at(-1)
  const { mutate: takeBack, isPending } = undo
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || isTyping) return
      if (last === undefined || isPending) return
      event.preventDefault()
      takeBack(last)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [last, takeBack, isPending])
  return {
    overrule: (place) => {
      if (!mark.isPending) mark.mutate(place)
    },
    error: mark.error ?? undo.error,
  }
}
