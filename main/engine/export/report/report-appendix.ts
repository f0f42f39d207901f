import { compareRecipes, recipeFields } from '../../../../shared/domain/recipe-fields.ts'
import { runLetter } from '../run-letter.ts'
import { type Markup, markup } from './markup.ts'
import { gateNote, methodNotes, statisticsNotes, testNote } from './method-notes.ts'
import type { ReportData } from './report-data.ts'

const runsAcross = 4
const mostRuns = 40

/** The settings in which the runs differ. */
export function settingsSection({ comparison, recipes }: ReportData): Markup {
  const known = recipes.flatMap((recipe) => recipe ?? [])
  const { names, differing } = compareRecipes(known)
  const base = recipes[comparison.runs.findIndex(({ run }) => run.runId === comparison.baseline)] ?? null
  const baseFields = base && recipeFields(base)
  const columns = comparison.runs.slice(0, mostRuns).map(({ run }, index) => ({ run, recipe: recipes[index] ?? null }))
  const groups = Array.from({ length: Math.ceil(columns.length / runsAcross) }, (_, group) =>
    columns.slice(group * runsAcross, (group + 1) * runsAcross),
  )
  const letterOf = (runId: string) => runLetter(comparison.runs.findIndex(({ run }) => run.runId === runId))
  const shown = names.filter((name) => differing.has(name))
  return markup`<h2>Settings</h2>
<p>${differing.size === 1 ? '1 setting differs' : `${differing.size} settings differ`} between the runs; ${names.length - differing.size} are the same in all of them.${baseFields ? ' Underlined: differs from the baseline.' : ''}${comparison.runs.length > mostRuns ? ` The first ${mostRuns} of ${comparison.runs.length} runs.` : ''}</p>
${
  shown.length === 0
    ? null
    : groups.map(
        (
          group,
        ) => markup`<div class="scroll"><table class="across"><thead><tr><th class="start">Setting</th>${group.map(({ run }) => markup`<th scope="col" class="wrap start">${letterOf(run.runId)}. ${run.name}</th>`)}</tr></thead>
<tbody>${shown.map(
          (name) =>
            markup`<tr><th scope="row"><code>${name}</code></th>${group.map(({ recipe }) => {
              if (!recipe) return markup`<td class="start quiet">not known</td>`
              const value = recipeFields(recipe).get(name) ?? null
              const differs = baseFields !== null && value !== (baseFields.get(name) ?? null)
              return markup`<td class="start">${differs ? markup`<span class="differs">${value ?? 'not used'}</span>` : (value ?? 'not used')}</td>`
            })}</tr>\n`,
        )}</tbody></table></div>`,
      )
}`
}

/** What the figures rest on, enough to repeat them. */
export function provenanceSection({ comparison, evalSets, prices, appVersion, writtenAt }: ReportData): Markup {
  return markup`<h2>Provenance</h2>
${evalSets.map(
  ({ evalSet, corpusName, corpusVersionNumber, documents }) => markup`<h3>${evalSet.name}</h3><dl>
<dt>Questions</dt><dd>${evalSet.queries}, splits ${evalSet.splits.map(({ name, queries }) => `${name} (${queries})`).join(', ')}</dd>
<dt>Version of the questions</dt><dd><code>${evalSet.contentHash}</code>, of ${dateOf(evalSet.createdAt)}</dd>
<dt>Corpus</dt><dd>${corpusName}${corpusVersionNumber === null ? '' : `, version ${corpusVersionNumber}`}${documents === null ? '' : `, ${documents.toLocaleString('en-US')} documents`}, <code>${evalSet.corpusVersionId}</code></dd>
</dl>`,
)}
<div class="scroll"><table><thead><tr><th class="start">Run</th><th class="start">Made</th><th class="start">Recipe (SHA-256)</th><th>Seed</th><th class="start">Software</th></tr></thead>
<tbody>${comparison.runs.map(({ run }, index) => {
    const { origin, seed, appVersion: version, embedder } = run.provenance
    const made = origin
      ? `elsewhere; imported ${dateOf(run.createdAt)} from ${origin.fileName} (${origin.fileSha256.slice(0, 12)}…)`
      : `${dateOf(run.createdAt)}${run.finishedAt ? ` to ${dateOf(run.finishedAt)}` : `, ${run.status}`}`
    return markup`<tr><th scope="row" class="wrap">${runLetter(index)}. ${run.name}<small><code>${run.runId}</code></small></th><td class="start">${made}</td><td class="start">${run.recipeHash ? markup`<code>${run.recipeHash.slice(0, 16)}…</code>` : '–'}${embedder ? markup`<small>${embedder}</small>` : null}</td><td>${seed}</td><td class="start">Rungs ${version}</td></tr>\n`
  })}</tbody></table></div>
<dl><dt>Prices</dt><dd>${prices.source}, of ${prices.date}; your own entries go before it</dd>
<dt>Written</dt><dd>${dateOf(writtenAt.toISOString())} by Rungs ${appVersion}</dd></dl>`
}

/** Definitions of the measures that the report uses. */
export function methodSection({ comparison, results, ladder }: ReportData): Markup {
  const used = methodNotes.filter(({ covers }) => comparison.metrics.some(({ name }) => covers(name)))
  const notes = [...used, ...statisticsNotes, ...(results.length > 0 ? [testNote] : []), ...(ladder ? [gateNote] : [])]
  return markup`<h2>How it was measured</h2><dl>${notes.map(({ name, words }) => markup`<dt>${name}</dt><dd>${words}</dd>`)}</dl>`
}

/** `2026-11-22 22:41 UTC` */
function dateOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
