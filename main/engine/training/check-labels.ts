import type { Finding, FindingRow } from '../../../shared/domain/preflight.ts'
import type { CheckedRow } from './checked-row.ts'

const labelCharacters = 60
const rareBelow = 5
const imbalancedFrom = 10

/** Contradictory answers to the same question; and, where answers are labels, classes too rare or out of balance. */
export function checkLabels(rows: readonly CheckedRow[]): Finding[] {
  const answered = rows.map((row, position) => ({ row, position })).filter(({ row }) => row.target !== '')
  const counts = countsOf(answered.map(({ row }) => row.target))
  const areLabels =
    answered.length >= 10 &&
    counts.size > 1 &&
    counts.size <= answered.length / 2 &&
    [...counts.keys()].every((target) => target.length <= labelCharacters && !target.includes('\n'))
  return [...contradictions(answered, areLabels), ...(areLabels ? classes(rows) : [])]
}

interface Answered {
  readonly row: CheckedRow
  readonly position: number
}

function contradictions(answered: readonly Answered[], areLabels: boolean): Finding[] {
  const asked = answered.filter(({ row }) => row.input !== '')
  const groups = [...Map.groupBy(asked, ({ row }) => `${row.system}\n${row.input}`).values()].filter(
    (group) => new Set(group.map(({ row }) => row.target)).size > 1,
  )
  if (groups.length === 0) return []
  const minority = groups.flatMap((group) => {
    const counts = [...countsOf(group.map(({ row }) => row.target))].sort(([, a], [, b]) => b - a)
    // Where no answer leads, only a person can say which is right.
    if (counts[0]![1] === counts[1]![1]) return []
    return group.filter(({ row }) => row.target !== counts[0]![0]).map(({ row }) => row.exampleId)
  })
  const isOne = groups.length === 1
  return [
    {
      kind: 'contradictions',
      severity: areLabels ? 'warns' : 'notes',
      sentence: `${groups.length} ${isOne ? 'question has' : 'questions have'} different ${areLabels ? 'labels' : 'answers'} in different rows.`,
      rows: groups.flatMap((group, cluster) =>
        group.map(({ row, position }): FindingRow => {
          const reason = `answered “${row.target.length > 60 ? `${row.target.slice(0, 59)}…` : row.target}”`
          return { exampleId: row.exampleId, position, split: row.split, reason, cluster }
        }),
      ),
      fix:
        areLabels && minority.length > 0
          ? { label: `Keep the majority's label, remove ${minority.length}`, removes: minority }
          : null,
    },
  ]
}

function classes(rows: readonly CheckedRow[]): Finding[] {
  const trained = rows
    .map((row, position) => ({ row, position }))
    .filter(({ row }) => row.target !== '' && (row.split ?? 'train') === 'train')
  const counts = countsOf(trained.map(({ row }) => row.target))
  if (counts.size < 2) return []
  const findings: Finding[] = []
  const isRare = (target: string) => counts.get(target)! < rareBelow
  const rare = [...counts.keys()].filter(isRare)
  if (rare.length > 0)
    findings.push({
      kind: 'rareClasses',
      severity: 'warns',
      sentence: `${rare.length} of ${counts.size} labels ${rare.length === 1 ? 'has' : 'have'} fewer than ${rareBelow} rows to learn from.`,
      rows: trained
        .filter(({ row }) => isRare(row.target))
        .map(({ row, position }) => ({
          ...{ exampleId: row.exampleId, position, split: row.split, cluster: rare.indexOf(row.target) },
          reason: `“${row.target}” has ${counts.get(row.target)} ${counts.get(row.target) === 1 ? 'row' : 'rows'}`,
        })),
      fix: null,
    })
  const [most, fewest] = [Math.max(...counts.values()), Math.min(...counts.values())]
  if (most >= imbalancedFrom * fewest) {
    const largest = [...counts].find(([, count]) => count === most)![0]
    findings.push({
      kind: 'classBalance',
      severity: 'warns',
      sentence: `The label “${largest}” has ${most} rows, the rarest ${fewest}: a model can learn to answer with the frequent one.`,
      rows: [],
      fix: null,
    })
  }
  return findings
}

function countsOf(targets: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1)
  return counts
}
