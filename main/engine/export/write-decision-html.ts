import { describeAdvice } from '../../../shared/domain/describe-advice.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import type { DecisionDocument } from './decision-document.ts'
import {
  answeredQuestions,
  checklistEvidence,
  checklistNames,
  decisionHeadline,
  decisionVersionWords,
  recommendedRungs,
} from './decision-sentences.ts'
import { type Markup, markup } from './report/markup.ts'
import { gateNote, methodNotes, statisticsNotes } from './report/method-notes.ts'
import { ladderSection } from './report/report-ladder.ts'
import { reportPage } from './report/report-page.ts'

/** A decision record as one HTML file that needs nothing else, in the style of the comparison's report. */
export function writeDecisionHtml(document: DecisionDocument): string {
  const { record } = document
  const { entries, framework, disagreement, ladder } = record
  const { byAnswers, byEvidence } = recommendedRungs(record)
  const title = 'Decision record'
  return reportPage(
    title,
    markup`<h1>${title}</h1>
<p class="meta">${decisionVersionWords(document)}.${ladder ? ` ${ladder.evalSetName} (${ladder.split}, ${ladder.questions} questions).` : ''} Written by Rungs ${document.appVersion}.</p>
<section class="verdict" aria-label="Verdict"><p>${decisionHeadline(record)}</p>${ladder?.detail ? markup`<p>${ladder.detail}</p>` : null}</section>
<h2>Recommendation</h2>
<dl><dt>By your answers</dt><dd>${byAnswers}${framework ? markup`<ul>${framework.reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>` : null}</dd>
<dt>By the evidence</dt><dd>${byEvidence}</dd>${disagreement ? markup`<dt>They disagree</dt><dd>${disagreement}</dd>` : null}</dl>
<h2>Five questions</h2>
<dl>${answeredQuestions(record).map(({ question, answer }) => markup`<dt>${question}</dt><dd>${answer}</dd>`)}</dl>
${ladder ? ladderSection(ladder) : null}
${
  ladder && ladder.wouldChange.length > 0
    ? markup`<h2>Would change this advice</h2>
<ul>${ladder.wouldChange.map(({ sentence }) => markup`<li>${sentence}</li>`)}</ul>`
    : null
}
${
  ladder && ladder.advice.length > 0
    ? markup`<h2>Try next</h2>
<ul>${ladder.advice.map((advice) => markup`<li>${rungLabel[advice.rung]}: ${advice.sentence} ${describeAdvice(advice)} (run <a href="#run-${advice.runId}"><code>${advice.runId}</code></a>).</li>`)}</ul>`
    : null
}
${(['rag', 'finetune'] as const).map((list) => checklistSection(document, list))}
${entries.notes.trim() ? markup`<h2>Notes</h2><p class="notes">${entries.notes}</p>` : null}
${evidenceSection(document)}
<h2>How it was measured</h2>
<dl>${[...methodNotes.filter(({ covers }) => ladder && covers(ladder.metric)), ...statisticsNotes, ...(ladder ? [gateNote] : [])].map(({ name, words }) => markup`<dt>${name}</dt><dd>${words}</dd>`)}</dl>`,
  )
}

const stateWords = {
  done: 'done',
  overridden: 'your reason',
  missing: 'missing',
  entry: 'open',
  stale: 'stale',
} as const

function checklistSection({ record }: DecisionDocument, list: 'rag' | 'finetune'): Markup {
  const items = record.checklist.filter((item) => item.list === list)
  const done = items.filter(({ state }) => state === 'done' || state === 'overridden').length
  return markup`<h2>${checklistNames[list]}</h2>
<div class="scroll"><table><caption>${done} of ${items.length} done.</caption><thead><tr><th class="start">Step</th><th class="start">State</th><th class="start">What shows it</th></tr></thead>
<tbody>${items.map((item) => {
    const isDone = item.state === 'done' || item.state === 'overridden'
    return markup`<tr><th scope="row" class="wrap">${item.label}</th><td class="start whole">${isDone ? '☑' : '☐'} ${stateWords[item.state]}</td><td class="start">${checklistEvidence(item)}${item.runIds.length > 0 ? markup`<small class="wrap">${item.runIds.map((runId) => markup`<a href="#run-${runId}"><code>${runId}</code></a> `)}</small>` : null}</td></tr>\n`
  })}</tbody></table></div>`
}

function evidenceSection({ runs, evalSet, prices }: DecisionDocument): Markup {
  return markup`<h2>Evidence</h2>
${
  runs.length === 0
    ? markup`<p>No run is part of it.</p>`
    : markup`<div class="scroll"><table><thead><tr><th class="start">Run</th><th class="start">Rung</th><th class="start">Made</th><th class="start">Recipe (SHA-256)</th><th>Seed</th><th class="start">Software</th></tr></thead>
<tbody>${runs.map(({ runId, name, recipe, recipeHash, createdAt, provenance }) => markup`<tr id="run-${runId}"><th scope="row" class="wrap">${name}<small><code>${runId}</code></small></th><td class="start">${recipe ? rungLabel[recipe.rung] : '–'}</td><td class="start">${createdAt.slice(0, 10)}</td><td class="start">${recipeHash ? markup`<code>${recipeHash.slice(0, 16)}…</code>` : '–'}</td><td>${provenance.seed}</td><td class="start">Rungs ${provenance.appVersion}</td></tr>\n`)}</tbody></table></div>`
}
<dl>${
    evalSet
      ? markup`<dt>Questions</dt><dd>${evalSet.evalSet.name}, <code>${evalSet.evalSet.contentHash}</code></dd>
<dt>Corpus</dt><dd>${evalSet.corpusName}${evalSet.corpusVersionNumber === null ? '' : `, version ${evalSet.corpusVersionNumber}`}, <code>${evalSet.evalSet.corpusVersionId}</code></dd>`
      : null
  }
<dt>Prices</dt><dd>${prices.source}, of ${prices.date}; your own entries go before it</dd></dl>`
}
