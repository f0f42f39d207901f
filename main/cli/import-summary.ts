import type { ImportedFile, ImportedRun, ImportReport } from '../../shared/domain/dataset-import.ts'
import { count } from './count.ts'

/** What an import saw, took and refused, for a person: every rejection is listed with its reason. */
export function importSummary(report: ImportReport): string {
  const lines = [
    report.dryRun ? `${report.name} (dry run: nothing was imported)` : report.name,
    ...report.files.map(describeFile),
    '',
    `documents ${report.documents}${report.duplicateDocuments > 0 ? ` (and ${count(report.duplicateDocuments, 'duplicate')}, stored once)` : ''} · queries ${report.queries} · judgments ${report.judgments} · gold spans ${report.spans}`,
    ...describeCorpus(report),
    ...describeEvalSet(report),
    ...(report.trainingRows > 0 ? [`training rows ${report.trainingRows}${describeTraining(report)}`] : []),
    ...report.runs.map(describeRun),
    ...report.notes.map((note) => `Note: ${note}`),
  ]
  if (report.rejections.length > 0) {
    lines.push('', `Rejected (${report.rejections.length}):`)
    for (const { path, row, reason } of report.rejections) {
      lines.push(`  ${row === null ? path : `${path}, row ${row}`}: ${reason}`)
    }
  }
  return `${lines.join('\n')}\n`
}

function describeTraining({ trainingVersion: version }: ImportReport): string {
  return version === null ? '' : ` in the training set ${version.name}, version ${version.number}`
}

function describeFile(file: ImportedFile): string {
  const what = [file.format ?? 'not a known format', file.role, file.encoding]
    .filter((part) => part !== null)
    .join(', ')
  const mapping = Object.entries(file.mapping).map(([field, column]) => `${field}=${column}`)
  const counts = [
    `${file.accepted} of ${file.rows} accepted`,
    ...(file.duplicates > 0 ? [count(file.duplicates, 'duplicate')] : []),
    ...(file.rejected > 0 ? [`${file.rejected} rejected`] : []),
    ...(mapping.length > 0 ? [`columns ${mapping.join(' ')}`] : []),
  ]
  return `  ${file.path} (${what}): ${counts.join(', ')}`
}

function describeRun({ runId, name, evalSetName, split, queries, answeredQueries, isNew }: ImportedRun): string {
  // A file of figures of whole runs says nothing about single questions.
  const answered = answeredQueries === 0 ? '' : `, ${answeredQueries} of ${count(queries, 'query', 'queries')} answered`
  const what = `run ${name} (${runId}) on ${evalSetName}/${split}${answered}`
  return isNew ? `${what}: new` : `${what}: there already`
}

function describeCorpus({ corpus, corpusDiff }: ImportReport): string[] {
  if (!corpus) return []
  const { corpusName, number, versionId, documents } = corpus
  const what = `corpus ${corpusName}, version ${number} (${versionId.slice(0, 12)}), ${count(documents, 'document')}`
  if (!corpusDiff) return [`${what}: new`]
  const { added, changed, removed, unchanged } = corpusDiff
  if (added + changed + removed === 0) return [`${what}: nothing changed`]
  return [`${what}: ${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`]
}

function describeEvalSet({ evalSet }: ImportReport): string[] {
  if (!evalSet) return []
  const splits = evalSet.splits.map(
    ({ name, queries, judgedQueries }) =>
      `${name} (${count(queries, 'query', 'queries')}, ${judgedQueries} with relevant documents)`,
  )
  return [`eval set ${evalSet.name}: splits ${splits.join(', ') || 'none'}`]
}
