import { useRef, useState } from 'react'
import type { ExportFormat } from '../../shared/domain/export-format.ts'
import type { RunId } from '../../shared/domain/ids.ts'
import { metricDefinitions } from '../../shared/domain/metric.ts'
import { useEngine } from './engine.tsx'
import { errorSentence } from './error-sentence.ts'

export type RunExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly done: number; readonly total: number; readonly what: string }
  | { readonly kind: 'failed'; readonly message: string }

interface RunExport {
  runIds: readonly RunId[]
  baseline: RunId | undefined
  format: ExportFormat
  /** Name of the file without its ending. */
  name: string
}

const files: Readonly<Record<ExportFormat, { ending: string; mediaType: string; isBase64?: true }>> = {
  csv: { ending: 'csv', mediaType: 'text/csv' },
  'csv-tidy': { ending: 'tidy.csv', mediaType: 'text/csv' },
  json: { ending: 'json', mediaType: 'application/json' },
  jsonl: { ending: 'jsonl', mediaType: 'application/jsonl' },
  parquet: { ending: 'parquet', mediaType: 'application/vnd.apache.parquet', isBase64: true },
  html: { ending: 'html', mediaType: 'text/html' },
  tex: { ending: 'tex', mediaType: 'application/x-tex' },
  promptfoo: { ending: 'promptfoo.yaml', mediaType: 'application/yaml' },
  md: { ending: 'md', mediaType: 'text/markdown' },
  trec: { ending: 'trec', mediaType: 'text/plain' },
}

/** Formats that hold figures of whole runs; the others hold single questions. */
const needsIntervals: ReadonlySet<ExportFormat> = new Set(['csv', 'csv-tidy', 'json', 'md', 'html', 'tex'])

/** Runs whose intervals are computed together, between two looks at Cancel. */
const runsAtOnce = 6

/** Exports runs to a file: first what takes time, the intervals that no file had yet, with progress; then the file. */
export function useRunExport(onSaved: (fileName: string) => void) {
  const { client, host } = useEngine()
  const [state, setState] = useState<RunExportState>({ kind: 'idle' })
  const stop = useRef<AbortController | null>(null)

  const start = async ({ runIds, baseline, format, name }: RunExport) => {
    stop.current?.abort()
    const abort = new AbortController()
    stop.current = abort
    const { signal } = abort
    const { ending, mediaType, isBase64 } = files[format]
    const show = (next: RunExportState) => {
      if (stop.current === abort) setState(next)
    }
    try {
      if (needsIntervals.has(format)) {
        const metrics = [...metricDefinitions.keys()]
        for (let from = 0; from < runIds.length; from += runsAtOnce) {
          show({ kind: 'working', done: from, total: runIds.length, what: 'Computing 95 % intervals' })
          await client.experiments.intervals({ runIds: runIds.slice(from, from + runsAtOnce), metrics }, { signal })
          signal.throwIfAborted()
        }
      }
      show({ kind: 'working', done: 0, total: 0, what: 'Writing the file' })
      const pieces = await client.experiments.export(
        { runs: [...runIds], format, ...(baseline === undefined ? {} : { baseline }) },
        { signal },
      )
      const saved = await host.save(`${name}.${ending}`, mediaType, isBase64 ? bytesOf(pieces) : pieces, signal)
      show({ kind: 'idle' })
      if (saved) onSaved(`${name}.${ending}`)
    } catch (error) {
      show(signal.aborted ? { kind: 'idle' } : { kind: 'failed', message: errorSentence(error) })
    }
  }
  const cancel = () => {
    stop.current?.abort()
    setState({ kind: 'idle' })
  }
  return { state, start, cancel }
}

/** Each piece is Base64 by itself. */
async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of pieces) yield Uint8Array.from(atob(piece), (character) => character.charCodeAt(0))
}
