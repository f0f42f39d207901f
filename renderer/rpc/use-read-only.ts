import { useQuery } from '@tanstack/react-query'
import { useEngine } from './engine.tsx'

/** Whether another process writes the workspace: then nothing can be changed here. True until it is known. */
export function useReadOnly(): boolean {
  const { query } = useEngine()
  const info = useQuery(query.workspace.info.queryOptions())
  return info.data?.readOnly ?? true
}
