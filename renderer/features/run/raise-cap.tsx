import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { SweepSpending } from '../../../shared/domain/sweep-spending.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Popover } from '../../ui/popover.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { readCap } from './read-cap.ts'
import styles from './run-screen.module.css'

interface RaiseCapProps {
  jobId: JobId
  spending: SweepSpending
  /** What the job is called, such as `sweep`. */
  what: string
  onResumed: () => void
}

/** Other caps for a job that stopped, then it goes on. Empty takes a cap away. */
export function RaiseCap({ jobId, spending: { caps }, what, onResumed }: RaiseCapProps) {
  const fields = [
    ['perRunUsd', 'Cap per run, in $'],
    ['perSweepUsd', `Cap for the ${what}, in $`],
  ] as const
  const { client } = useEngine()
  const set = fields.filter(([name]) => caps[name] !== null)
  const [typed, setTyped] = useState<Partial<Record<keyof typeof caps, string>>>({})
  const textOf = (name: keyof typeof caps) => typed[name] ?? String(caps[name])
  const read = new Map(set.map(([name]) => [name, readCap(textOf(name))]))
  const problems = [...read.values()].some((cap) => cap === 'invalid')
  const raise = useMutation({
    mutationFn: async () => {
      await client.experiments.setBudget({ jobId, ...(Object.fromEntries(read) as Partial<typeof caps>) })
      await client.jobs.resume({ jobId })
    },
    onSuccess: onResumed,
  })
  return (
    <Popover trigger={<Button size="small">Raise the cap…</Button>} label="Raise the cap">
      <form
        className={styles.capForm}
        onSubmit={(event) => {
          event.preventDefault()
          if (!problems) raise.mutate()
        }}
      >
        {set.map(([name, label]) => (
          <TextField
            key={name}
            label={label}
            inputMode="decimal"
            placeholder="no cap"
            value={textOf(name)}
            error={
              read.get(name) === 'invalid' ? 'An amount above 0 and up to 1,000,000, or nothing for no cap.' : null
            }
            onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
          />
        ))}
        <p>What was answered is kept and not paid for again.</p>
        {raise.isError && <Notice kind="error">{errorSentence(raise.error)}</Notice>}
        <Button type="submit" variant="primary" disabled={problems || raise.isPending}>
          Change the cap and resume
        </Button>
      </form>
    </Popover>
  )
}
