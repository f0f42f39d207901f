import type { Rejection } from '../../../shared/domain/dataset-import.ts'
import type { RejectionGroup } from '../../../shared/domain/import-preview.ts'

/** Rejections whose reasons differ only in names and numbers, the most frequent group first. */
export function groupRejections(rejections: readonly Rejection[]): RejectionGroup[] {
  const groups = new Map<string, { count: number; paths: Set<string> }>()
  for (const { path, reason } of rejections) {
    const key = generalReason(reason)
    const group = groups.get(key) ?? { count: 0, paths: new Set<string>() }
    group.count++
    group.paths.add(path)
    groups.set(key, group)
  }
  return [...groups]
    .map(([reason, { count, paths }]) => ({ reason, count, files: paths.size }))
    .sort((a, b) => b.count - a.count)
}

/** A reason with what stands in quotes and whole numbers left out. */
export function generalReason(reason: string): string {
  return reason
    .slice(0, 600)
    .replace(/"[^"]*"/g, '"…"')
    .replace(/(?<![\p{L}\p{N}.])\d+(?![\p{L}\p{N}])/gu, '…')
}
