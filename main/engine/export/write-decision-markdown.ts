import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { describeAdvice } from '../../../shared/domain/describe-advice.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
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
import { escapeMarkdown } from './escape-markdown.ts'

/** A decision record as Markdown. Names, notes and reasons stay text. */
export function writeDecisionMarkdown(document: DecisionDocument): string {
  const { record, evalSet, runs, prices, appVersion } = document
  const { entries, framework, disagreement, checklist, ladder } = record
  const { byAnswers, byEvidence } = recommendedRungs(record)
  const list = (name: 'rag' | 'finetune') =>
    checklist
      .filter((item) => item.list === name)
      .map((item) => {
        const tick = item.state === 'done' || item.state === 'overridden' ? 'x' : ' '
        const rests = item.runIds.length > 0 ? ` (${item.runIds.map((runId) => `\`${runId}\``).join(', ')})` : ''
        return `- [${tick}] ${item.label}: ${escapeMarkdown(checklistEvidence(item))}${rests} \`${item.id}\``
      })
  const notes = entries.notes.split(/\r?\n/).map(escapeMarkdown)
  return `${[
    `# ${decisionHeadline(record)}`,
    ...(ladder?.detail ? ['', ladder.detail] : []),
    '',
    `${decisionVersionWords(document)}.${ladder ? ` ${escapeMarkdown(ladder.evalSetName)} (${escapeMarkdown(ladder.split)}), ${metricLabel(ladder.metric)}, ${ladder.queriesPerMonth.toLocaleString('en-US')} queries a month.` : ''}`,
    '',
    '## Recommendation',
    '',
    `- By your answers: ${byAnswers}`,
    ...(framework?.reasons ?? []).map((reason) => `  - ${reason}`),
    `- By the evidence: ${byEvidence}`,
    ...(disagreement ? [`- ${disagreement}`] : []),
    '',
    '## Five questions',
    '',
    ...answeredQuestions(record).map(({ question, answer }) => `- ${question} ${answer}`),
    '',
    '## Rungs and steps',
    '',
    '| rung | quality | cost a month | p95 | best run |',
    '| --- | ---: | ---: | ---: | --- |',
    ...(ladder?.rungs ?? []).map(({ rung, best, quality, monthlyUsd, latencyP95Ms, eligibleRunIds }) => {
      if (best === null || quality === null) return `| ${rungLabel[rung]} | evidence missing | – | – | – |`
      const point = ladder?.runs.find(({ runId }) => runId === best)?.quality
      const interval = point ? formatInterval(point.ciLow, point.ciHigh, 'fraction') : ''
      const cost = monthlyUsd === null ? 'not known' : formatFigure(monthlyUsd, 'usd')
      const p95 = latencyP95Ms === null ? 'not known' : formatFigure(latencyP95Ms, 'ms')
      return `| ${rungLabel[rung]} | ${formatFigure(quality.value, 'fraction')} ${interval}, n ${quality.n} | ${cost} | ${p95} | \`${best}\`, picked from ${eligibleRunIds.length} |`
    }),
    '',
    ...(ladder?.steps ?? []).map(({ sentence }) => `- ${sentence}`),
    '',
    ...(ladder && ladder.wouldChange.length > 0
      ? ['## Would change this advice', '', ...ladder.wouldChange.map(({ sentence }) => `- ${sentence}`), '']
      : []),
    ...(ladder && ladder.advice.length > 0
      ? [
          '## Try next',
          '',
          ...ladder.advice.map(
            (advice) =>
              `- ${rungLabel[advice.rung]}: ${advice.sentence} (${describeAdvice(advice)}; run \`${advice.runId}\`)`,
          ),
          '',
        ]
      : []),
    ...(['rag', 'finetune'] as const).flatMap((name) => [`## ${checklistNames[name]}`, '', ...list(name), '']),
    ...(entries.notes.trim() ? ['## Notes', '', ...notes, ''] : []),
    '## Evidence',
    '',
    ...runs.map(
      ({ runId, name, recipe, recipeHash, createdAt, provenance }) =>
        `- \`${runId}\` ${escapeMarkdown(name)}${recipe ? `, ${rungLabel[recipe.rung]}` : ''}, made ${createdAt.slice(0, 10)}, recipe \`${recipeHash?.slice(0, 16) ?? '–'}\`, seed ${provenance.seed}`,
    ),
    ...(evalSet
      ? [
          `- Questions: ${escapeMarkdown(evalSet.evalSet.name)}, \`${evalSet.evalSet.contentHash}\``,
          `- Corpus: ${escapeMarkdown(evalSet.corpusName)}${evalSet.corpusVersionNumber === null ? '' : `, version ${evalSet.corpusVersionNumber}`}, \`${evalSet.evalSet.corpusVersionId}\``,
        ]
      : []),
    `- Prices: ${escapeMarkdown(prices.source)}, of ${prices.date}`,
    `- Written by Rungs ${appVersion}`,
  ].join('\n')}\n`
}
