import { markup } from './report/markup.ts'
import { methodSection, provenanceSection, settingsSection } from './report/report-appendix.ts'
import { changesSection } from './report/report-changes.ts'
import { latencyCharts, qualityCharts } from './report/report-charts.ts'
import type { ReportData } from './report/report-data.ts'
import { ladderSection } from './report/report-ladder.ts'
import { reportPage } from './report/report-page.ts'
import { allMeasures, runsTable } from './report/report-runs.ts'

/**
 * A comparison as one HTML file that needs nothing else: no script, no font, no picture from anywhere. Reads well on a
 * screen, light or dark, and on paper. All text of runs and questions is shown as text.
 */
export function writeHtmlReport(data: ReportData): string {
  const { comparison, verdicts, writtenAt, evalSets } = data
  const { runs } = comparison
  const sets = [...new Set(runs.map(({ run }) => `${run.evalSetName} (${run.split}, ${run.queries} questions)`))]
  const title = `${runs.length === 1 ? runs[0]!.run.name : `${runs.length} runs`} on ${[...new Set(evalSets.map(({ evalSet }) => evalSet.name))].join(', ') || 'no eval set'}`
  return reportPage(
    title,
    markup`<h1>${title}</h1>
<p class="meta">${sets.join('; ')}. Written ${writtenAt.toISOString().slice(0, 10)} by Rungs ${data.appVersion}.</p>
${verdicts.length === 0 ? null : markup`<section class="verdict" aria-label="Verdict">${verdicts.map((sentence) => markup`<p>${sentence}</p>`)}</section>`}
<h2>Runs</h2>
${runsTable(data)}
${qualityCharts(data)}
${data.ladder === null ? null : ladderSection(data.ladder)}
<h2>Latency and cost</h2>
<p>Time for each question in milliseconds; cost per 1,000 questions is in the table of runs and, by part, under all measures.</p>
${latencyCharts(data)}
${changesSection(data)}
${settingsSection(data)}
<h2>All measures</h2>
${allMeasures(data)}
${provenanceSection(data)}
${methodSection(data)}`,
  )
}
