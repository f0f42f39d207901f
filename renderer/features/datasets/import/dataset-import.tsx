import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import type { OfferedFile } from '../../../rpc/host.ts'

/** Files that were handed over and wait to be looked at and imported. */
export interface ImportSource {
  /** As `datasets.openPreview` and `datasets.import` take them. */
  readonly paths: readonly string[]
  /** The first folder's or file's name without extension: the name that the dataset gets unless the user gives another. */
  readonly name: string
}

/** How far the handing over of dropped files is. */
export type HandOver =
  | { readonly kind: 'idle' }
  | { readonly kind: 'listing' }
  | { readonly kind: 'sending'; readonly files: number; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'failed'; readonly message: string }

interface DatasetImport {
  readonly source: ImportSource | null
  readonly handOver: HandOver
  /**
   * Hands files to the engine.
   * @param isMore added to what waits already, instead of in its place.
   * @returns whether there is something to import now.
   */
  readonly offer: (files: Promise<readonly OfferedFile[]>, isMore: boolean) => Promise<boolean>
  /** Lets the user choose; as `offer`. */
  readonly choose: (what: 'files' | 'folder', isMore: boolean) => Promise<boolean>
  readonly cancel: () => void
  /** Forgets what waits, because it was imported. */
  readonly clear: () => void
  /** Forgets what waits and lets its files go: nothing of them was imported. */
  readonly giveUp: () => void
}

const DatasetImportContext = createContext<DatasetImport | null>(null)
const storageKey = 'rungs.import'

/** Holds what was dropped anywhere in the window until it is imported; a reload of the page keeps it. */
export function DatasetImportProvider({ children }: { children: ReactNode }) {
  const { host } = useEngine()
  const [source, setSource] = useState(readStored)
  const [handOver, setHandOver] = useState<HandOver>({ kind: 'idle' })
  const stop = useRef<AbortController | null>(null)
  const latest = useRef(source)

  const keep = useCallback((next: ImportSource | null) => {
    latest.current = next
    setSource(next)
    if (next) sessionStorage.setItem(storageKey, JSON.stringify(next))
    else sessionStorage.removeItem(storageKey)
  }, [])

  const release = useCallback(
    (given: ImportSource | null) => {
      // Files that stay behind only take room, and go when the host ends: nothing that the user could do about.
      if (given) void host.release(given.paths).catch(() => undefined)
    },
    [host],
  )
  const giveUp = useCallback(() => {
    release(latest.current)
    keep(null)
  }, [release, keep])

  const add = useCallback(
    (paths: readonly string[], name: string, isMore: boolean) => {
      const before = isMore ? latest.current : null
      if (!isMore) release(latest.current)
      keep({ paths: [...new Set([...(before?.paths ?? []), ...paths])], name: before?.name ?? name })
    },
    [keep, release],
  )

  const offer = useCallback(
    async (offered: Promise<readonly OfferedFile[]>, isMore: boolean) => {
      stop.current?.abort()
      stop.current = new AbortController()
      const { signal } = stop.current
      setHandOver({ kind: 'listing' })
      try {
        const files = await offered
        signal.throwIfAborted()
        if (files.length === 0) throw new Error('There are no files in what was dropped. Nothing was imported.')
        const show = (doneBytes: number, totalBytes: number) => {
          if (!signal.aborted) setHandOver({ kind: 'sending', files: files.length, doneBytes, totalBytes })
        }
        show(
          0,
          files.reduce((sum, { file }) => sum + file.size, 0),
        )
        const paths = await host.handOver(files, show, signal)
        signal.throwIfAborted()
        add(paths, nameOf(files[0]!.path), isMore)
        setHandOver({ kind: 'idle' })
        return true
      } catch (error) {
        if (signal.aborted) return false
        setHandOver({ kind: 'failed', message: errorSentence(error) })
        return false
      }
    },
    [host, add],
  )

  const choose = useCallback(
    async (what: 'files' | 'folder', isMore: boolean) => {
      const chosen = await host.chooseFiles(what)
      if (chosen === null) return false
      if ('files' in chosen) return offer(Promise.resolve(chosen.files), isMore)
      if (chosen.paths.length === 0) return false
      add(chosen.paths, nameOf(lastPart(chosen.paths[0]!)), isMore)
      return true
    },
    [host, offer, add],
  )

  const cancel = useCallback(() => {
    stop.current?.abort()
    setHandOver({ kind: 'idle' })
  }, [])

  const value = useMemo(
    () => ({ source, handOver, offer, choose, cancel, clear: () => keep(null), giveUp }),
    [source, handOver, offer, choose, cancel, keep, giveUp],
  )
  return <DatasetImportContext.Provider value={value}>{children}</DatasetImportContext.Provider>
}

export function useDatasetImport(): DatasetImport {
  const value = useContext(DatasetImportContext)
  if (!value) throw new Error('useDatasetImport needs a DatasetImportProvider around it.')
  return value
}

function readStored(): ImportSource | null {
  const stored = sessionStorage.getItem(storageKey)
  return stored === null ? null : (JSON.parse(stored) as ImportSource)
}

/** The first part of a path without its extension. */
function nameOf(path: string): string {
  const [first = ''] = path.split('/')
  const isFolder = path.includes('/')
  const name = isFolder ? first : first.replace(/(.)\.[^.]+$/, '$1')
  return name || 'import'
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}
