import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { JobId } from '../../../shared/domain/ids.ts'
import { RunName, RunNotes, RunTags } from '../../../shared/domain/run.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useToast } from '../../ui/toast.tsx'
import type { EditableColumn } from './run-column-context.ts'
import type { RunRow } from './run-row.ts'
import type { useRuns } from './use-runs.ts'
import { useUndo } from './use-undo.ts'

/** As many as the comparison draws. */
const mostCompared = 200
/** Each is written by itself. */
const mostTagged = 500

/** What can be done with runs: each says what became of it, and what was kept when it failed. */
export function useRunCommands(list: ReturnType<typeof useRuns>) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const undo = useUndo()
  const fail = (error: unknown) => toast({ message: errorSentence(error) })
  const jobsChanged = () => queries.invalidateQueries({ queryKey: query.jobs.key() })

  const save = (run: RunRow, column: EditableColumn, text: string) => {
    const change = parseEdit(column, text)
    if (typeof change === 'string') return toast({ message: `${change} ${run.name} stays as it was.` })
    const before = { name: run.name, tags: run.tags, notes: run.notes }
    list.editRun(run.runId, change)
    client.experiments.edit({ runId: run.runId, ...change }).catch((error) => {
      list.editRun(run.runId, before)
      fail(error)
    })
  }

  /** Adds tags to runs that keep the ones they have. */
  const addTags = async (runs: readonly RunRow[], text: string) => {
    if (runs.length > mostTagged)
      return toast({ message: `${countOf(runs)} are selected; up to ${mostTagged} are tagged at once.` })
    const changes = runs.map((run) => ({
      run,
      change: parseEdit('tags', [...new Set([...run.tags, ...splitTags(text)])].join(',')),
    }))
    const refused = changes.find(({ change }) => typeof change === 'string')
    if (refused)
      return toast({ message: `${refused.change} No run was changed, because ${refused.run.name} has more.` })
    const write = async (tagsOf: (run: RunRow, change: object) => object) => {
      for (const { run, change } of changes) {
        const edit = tagsOf(run, change as object)
        await client.experiments.edit({ runId: run.runId, ...edit })
        list.editRun(run.runId, edit)
      }
    }
    try {
      await write((_, change) => change)
    } catch (error) {
      return fail(error)
    }
    toast({
      message: `Tagged ${countOf(runs)}.`,
      action: { label: 'Undo', run: () => void write(({ tags }) => ({ tags })).catch(fail) },
    })
  }

  const remove = async (runs: readonly RunRow[]): Promise<boolean> => {
    const runIds = runs.map((run) => run.runId)
    if (runIds.length === 0) return false
    try {
      await client.experiments.delete({ runIds })
    } catch (error) {
      fail(error)
      return false
    }
    list.removeRuns(new Set(runIds))
    const restore = () => {
      if (undo.current === undoThis) undo.current = null
      client.experiments.restore({ runIds }).then(list.refresh, fail)
    }
    const dismiss = toast({
      message: runs.length === 1 ? `Deleted ${runs[0]!.name}.` : `Deleted ${countOf(runs)}.`,
      action: { label: 'Undo', run: restore },
      onClose: () => {
        if (undo.current === undoThis) undo.current = null
      },
    })
    const undoThis = () => {
      restore()
      dismiss()
    }
    undo.current = undoThis
    return true
  }

  const compare = (runs: readonly RunRow[], baseline: RunRow | null) => {
    const chosen = [...new Set([...(baseline && runs.length < mostCompared ? [baseline] : []), ...runs])]
    if (chosen.length < 2 || chosen.length > mostCompared) {
      toast({
        message:
          chosen.length < 2
            ? 'Select 2 runs or more to compare: X selects the row that you are on.'
            : `${chosen.length} runs are selected; up to ${mostCompared} can be compared.`,
      })
      return
    }
    void navigate({
      to: '/compare',
      search: {
        runs: chosen.map((run) => run.runId).join(','),
        ...(baseline && chosen.includes(baseline) ? { baseline: baseline.runId } : {}),
      },
    })
  }

  const repeat = (run: RunRow) => {
    if (!run.recipe) return toast({ message: `${run.name} was made elsewhere: it has no recipe to repeat.` })
    void navigate({ to: '/new', search: { from: run.runId, evalSet: run.evalSetName, split: run.split } })
  }
  const open = (run: RunRow, baseline: RunRow | null) =>
    void navigate({
      to: '/runs/$runId',
      params: { runId: run.runId },
      search: baseline && baseline.runId !== run.runId ? { baseline: baseline.runId } : {},
    })

  const resume = (jobId: JobId) => {
    client.jobs.resume({ jobId }).then(jobsChanged, fail)
  }
  const cancel = (jobId: JobId, finished: number) => {
    client.jobs.cancel({ jobId }).then(() => {
      void jobsChanged()
      toast({
        message: `Cancelled. ${finished === 1 ? '1 finished run is' : `${finished} finished runs are`} kept.`,
        action: { label: 'Resume', run: () => resume(jobId) },
      })
    }, fail)
  }

  return { save, addTags, remove, compare, repeat, open, resume, cancel }
}

function splitTags(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
}

function countOf(runs: readonly unknown[]): string {
  return runs.length === 1 ? '1 run' : `${runs.length.toLocaleString('en-US')} runs`
}

function parseEdit(column: EditableColumn, text: string) {
  switch (column) {
    case 'name': {
      const parsed = RunName.safeParse(text)
      return parsed.success ? { name: parsed.data } : 'A name has 1 to 200 characters.'
    }
    case 'tags': {
      const parsed = RunTags.safeParse(splitTags(text))
      return parsed.success ? { tags: parsed.data } : 'A run has at most 20 tags of at most 50 characters.'
    }
    case 'notes': {
      const parsed = RunNotes.safeParse(text)
      return parsed.success ? { notes: parsed.data } : 'Notes have at most 10,000 characters.'
    }
  }
}
