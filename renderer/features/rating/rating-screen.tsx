import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import { ratingScores } from '../../../shared/domain/rating.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useReadOnly } from '../../rpc/use-read-only.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { AgreementTable } from './agreement-table.tsx'
import { AnswerToRate } from './answer-to-rate.tsx'
import styles from './rating-screen.module.css'

const route = getRouteApi('/rate')
const gradeWords = ['Wrong', 'Mostly wrong', 'Half right', 'Mostly right', 'Right']
/** The contract takes so many. */
const mostRuns = 8

/** One answer after the other, without a word on whose it is, rated by keys alone. */
export function RatingScreen() {
  const { query, client } = useEngine()
  const queries = useQueryClient()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const runIds = [...new Set(search.runs ?? [])].slice(0, mostRuns) as RunId[]
  const { seed } = search
  const [place, setPlace] = useState<{ from?: string; skip: boolean }>({ skip: false })
  const [done, setDone] = useState<readonly string[]>([])
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const noteField = useRef<HTMLDivElement>(null)

  // In the address, so that a reload goes on in the same order.
  useEffect(() => {
    if (seed !== undefined) return
    const fresh = crypto.getRandomValues(new Uint32Array(1))[0]!
    void navigate({ search: (before) => ({ ...before, seed: fresh }), replace: true })
  }, [seed, navigate])

  const scope = { runIds, seed: seed ?? 0 }
  const progress = useQuery(
    query.ratings.next.queryOptions({
      input: { ...scope, ...place },
      enabled: runIds.length > 0 && seed !== undefined,
      placeholderData: (before) => before,
      staleTime: 0,
      gcTime: 0,
    }),
  )
  const answer = progress.data?.next ?? null
  const isReadOnly = useReadOnly()
  const ready = answer !== null && !busy && !progress.isFetching

  const change = async (work: () => Promise<unknown>, next: { from?: string; skip: boolean }) => {
    setBusy(true)
    try {
      await work()
      setFailure(null)
      setNote('')
      setPlace(next)
      await queries.invalidateQueries()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  const rate = (index: number) => {
    const score = ratingScores[index]
    if (!ready || isReadOnly || score === undefined) return
    const { token } = answer
    void change(
      async () => {
        await client.ratings.rate({ ...scope, token, score, note })
        setDone((before) => [...before, token])
      },
      { from: token, skip: true },
    )
  }
  const last = done.at(-1)
  const undo = () => {
    if (last === undefined || busy) return
    void change(
      async () => {
        await client.ratings.undo({ ...scope, token: last })
        setDone((before) => before.slice(0, -1))
      },
      { from: last, skip: false },
    )
  }
  const skip = () => {
    if (!ready) return
    setNote('')
    setPlace({ from: answer.token, skip: true })
  }
  const leave = () => {
    const only = runIds.length === 1 ? runIds[0] : undefined
    if (only) void navigate({ to: '/runs/$runId', params: { runId: only } })
    else void navigate({ to: '/runs' })
  }
  const focusNote = () => noteField.current?.querySelector('input')?.focus()
  useKeys({
    ...Object.fromEntries(ratingScores.map((_, index) => [String(index + 1), () => rate(index)])),
    u: undo,
    s: skip,
    n: focusNote,
    escape: leave,
  })
  const { rated = 0, total = 0 } = progress.data ?? {}
  return (
    <div className={styles.screen}>
      <ScreenBar title="Rate answers">
        {total > 0 && <span role="status">{`${rated} of ${total} rated`}</span>}
        <Button shortcut="U" disabled={last === undefined || busy} onClick={undo}>
          Undo
        </Button>
        <Button shortcut="Esc" onClick={leave}>
          Leave
        </Button>
      </ScreenBar>
      {total > 0 && <ProgressBar fraction={rated / total} label="Answers rated" />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className={styles.body} aria-label="Answer to rate" tabIndex={0}>
        {(failure ?? progress.error) !== null && (
          <Notice kind="error">{errorSentence(failure ?? progress.error)}</Notice>
        )}
        {answer && isReadOnly && (
          <Notice kind="info">
            Another Rungs process writes this workspace, so nothing can be rated here. Close it, or rate there.
          </Notice>
        )}
        {runIds.length === 0 && (
          <EmptyState title="No runs to rate" action={<Button onClick={leave}>Go to Runs</Button>}>
            Open a run whose questions were answered, and rate its answers from there.
          </EmptyState>
        )}
        {runIds.length > 0 && progress.isPending && <Skeleton width="100%" height={160} label="Reading the answers" />}
        {progress.data && total === 0 && (
          <EmptyState title="Nothing to rate" action={<Button onClick={leave}>Leave</Button>}>
            These runs have no answers: they only search, or did not get that far.
          </EmptyState>
        )}
        {answer && <AnswerToRate answer={answer} />}
        {total > 0 && answer === null && !progress.isPending && <AgreementTable runIds={runIds} total={total} />}
      </section>
      {answer && (
        <footer className={styles.foot}>
          <div ref={noteField}>
            <TextField
              label="Note (N)"
              disabled={isReadOnly}
              maxLength={2000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              onKeyDown={({ key, currentTarget }) => {
                if (key === 'Escape' || key === 'Enter') currentTarget.blur()
              }}
            />
          </div>
          <fieldset className={styles.grades} aria-label="Grade">
            {gradeWords.map((word, index) => (
              <Button key={word} shortcut={String(index + 1)} disabled={busy || isReadOnly} onClick={() => rate(index)}>
                {word}
              </Button>
            ))}
            <Button variant="ghost" shortcut="S" disabled={busy} onClick={skip}>
              Skip
            </Button>
            <Button variant="ghost" shortcut="N" disabled={isReadOnly} onClick={focusNote}>
              Note
            </Button>
          </fieldset>
        </footer>
      )}
    </div>
  )
}
