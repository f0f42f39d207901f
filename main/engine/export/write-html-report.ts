import { type Markup, markup } from './report/markup.ts'
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
 * @param letOthersWork called between its sections.
 */
export async function writeHtmlReport(
  data: ReportData,
  letOthersWork: () => Promise<void> = async () => {},
): Promise<string> {
  const { comparison, verdicts, writtenAt, evalSets } = data
  const { runs } = comparison
  const sets = [...new Set(runs.map(({ run }) => `${run.evalSetName} (${run.split}, ${run.queries} questions)`))]
  const title = `${runs.length === 1 ? runs[0]!.run.name : `${runs.length} runs`} on ${[...new Set(evalSets.map(({ evalSet }) => evalSet.name))].join(', ') || 'no eval set'}`
  const section = async (write: (of: ReportData) => Markup | null) => {
    await letOthersWork()
    return write(data)
  }
  const ladder = await section((of) => (of.ladder === null ? null : ladderSection(of.ladder)))
  const table = await section(runsTable)
  const quality = await section(qualityCharts)
  const latency = await section(latencyCharts)
  const changes = await section(changesSection)
  const settings = await section(settingsSection)
  const all = await section(allMeasures)
  const provenance = await section(provenanceSection)
  await letOthersWork()
  return reportPage(
    title,
    markup`<h1>${title}</h1>
<p class="meta">${sets.join('; ')}. Written ${writtenAt.toISOString().slice(0, 10)} by Rungs ${data.appVersion}.</p>
${verdicts.length === 0 ? null : markup`<section class="verdict" aria-label="Verdict">${verdicts.map((sentence) => markup`<p>${sentence}</p>`)}</section>`}
<h2>Runs</h2>
${table}
${quality}
${ladder}
<h2>Latency and cost</h2>
<p>Time for each question in milliseconds; cost per 1,000 questions is in the table of runs and, by part, under all measures.</p>
${latency}
${changes}
${settings}
<h2>All measures</h2>
${all}
${provenance}
${methodSection(data)}`,
  )
}
