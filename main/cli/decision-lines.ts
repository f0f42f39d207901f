import type { ChecklistItem, DecisionDraft } from '../../shared/domain/decision.ts'
import { rungLabel } from '../../shared/domain/rung-label.ts'
import { ladderLines } from './ladder-lines.ts'

const marks: Readonly<Record<ChecklistItem['state'], string>> = {
  done: '[x]',
  overridden: '[x]',
  missing: '[ ]',
  entry: '[ ]',
  stale: '[~]',
}

const lists = [
  ['rag', 'RAG checklist'],
  ['finetune', 'Fine-tuning checklist'],
] as const

/** A decision record for a terminal: what is saved, both recommendations, the ladder, both checklists. */
export function decisionLines(draft: DecisionDraft): string {
  const { framework, evidence, disagreement, checklist, ladder, entries } = draft
  return [
    ...versionLines(draft),
    '',
    `By your answers  ${framework ? rungLabel[framework.rung] : 'nothing yet: answer with --answer missing=knowledge|behaviour|both'}`,
    ...(framework?.reasons ?? []).map((reason) => `  ${reason}`),
    `By the evidence  ${evidence ? rungLabel[evidence.rung] : 'nothing yet: no run is finished and scored'}`,
    ...(disagreement ? [disagreement] : []),
    ...(ladder ? ['', ladderLines(ladder)] : []),
    ...lists.flatMap(([list, title]) =>
      checklistLines(
        title,
        checklist.filter((item) => item.list === list),
      ),
    ),
    ...(entries.notes.trim() ? ['', 'Notes:', ...entries.notes.split(/\r?\n/).map((line) => `  ${line}`)] : []),
  ].join('\n')
}

function versionLines({ newest }: DecisionDraft): string[] {
  if (newest === null) return ['Draft, nothing saved yet']
  const version = `Version ${newest.number} of ${newest.savedAt.slice(0, 16).replace('T', ' ')} UTC`
  const changes = newest.changes.map((change) => `  ${change}`)
  if (!newest.hasSameEntries) return [`Draft, other entries than ${version}`, ...changes]
  return newest.changes.length === 0 ? [version] : [`${version}, stale: its evidence has changed`, ...changes]
}

function checklistLines(title: string, items: readonly ChecklistItem[]): string[] {
  const done = items.filter(({ state }) => state === 'done' || state === 'overridden').length
  const width = Math.max(...items.map(({ id }) => id.length))
  return [
    '',
    `${title}: ${done} of ${items.length}`,
    ...items.map(({ id, label, state, evidence, runIds }) => {
      const said = state === 'stale' ? 'stale: ' : state === 'overridden' ? 'by your reason: ' : ''
      const rests = runIds.length > 0 ? ` (${runIds.join(', ')})` : ''
      return `  ${marks[state]} ${id.padEnd(width)}  ${label}: ${said}${evidence}${rests}`
    }),
  ]
}
